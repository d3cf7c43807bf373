//! The web server's frame: health, readiness, metrics, and the layers every answer passes through.
//!
//! Must not know what the channels' own pages do.

use std::any::Any;
use std::sync::Arc;

use axum::Json;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures::future::BoxFuture;
use metrics_exporter_prometheus::PrometheusHandle;
use serde::Serialize;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;

/// One thing that has to work before residents can be served.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    /// Its name.
    pub name: &'static str,
    /// Whether it works.
    pub ok: bool,
    /// What is wrong and what to do; empty when nothing is.
    pub note: String,
}

/// Finds out whether everything works.
pub trait Readiness: Send + Sync {
    /// All checks, each made now.
    fn checks(&self) -> BoxFuture<'_, Vec<Check>>;
}

/// `/healthz`, `/readyz` and `/metrics`.
pub fn health(readiness: Arc<dyn Readiness>, metrics: PrometheusHandle) -> Router {
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready).with_state(readiness))
        .route("/metrics", get(move || async move { metrics.render() }))
}

/// Catches what panics, and tells browsers not to guess.
pub fn framed(router: Router) -> Router {
    let nosniff = HeaderValue::from_static("nosniff");
    router
        .layer(CatchPanicLayer::custom(panicked))
        .layer(SetResponseHeaderLayer::if_not_present(header::X_CONTENT_TYPE_OPTIONS, nosniff))
}

async fn ready(State(readiness): State<Arc<dyn Readiness>>) -> Response {
    let checks = readiness.checks().await;
    let status =
        if checks.iter().all(|check| check.ok) { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(checks)).into_response()
}

fn panicked(_: Box<dyn Any + Send>) -> Response {
    tracing::error!("a request ended in a panic");
    (StatusCode::INTERNAL_SERVER_ERROR, "抱歉，出了点问题，请稍后再试。\n").into_response()
}
