//! Reads a request's body up to a limit, and answers kindly beyond it.

use std::time::Duration;

use axum::body::{Body, Bytes};
use futures::StreamExt;

use super::refusal::Refusal;

/// What is read and thrown away beyond the limit: a browser shows our answer only once it has sent all it had.
const PATIENCE: usize = 64 * 1024 * 1024;
/// How long a slow phone may take.
const TIME: Duration = Duration::from_secs(120);

/// The whole body, or `beyond` if it is longer than `limit`.
pub(super) async fn whole(body: Body, limit: usize, beyond: Refusal) -> Result<Bytes, Refusal> {
    tokio::time::timeout(TIME, read(body, limit, beyond)).await.unwrap_or(Err(Refusal::Unreadable))
}

async fn read(body: Body, limit: usize, beyond: Refusal) -> Result<Bytes, Refusal> {
    let (mut kept, mut thrown) = (Vec::new(), 0_usize);
    let mut stream = body.into_data_stream();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| Refusal::Unreadable)?;
        if thrown == 0 && kept.len() + chunk.len() <= limit {
            kept.extend_from_slice(&chunk);
            continue;
        }
        kept = Vec::new();
        thrown += chunk.len();
        if thrown > PATIENCE {
            return Err(beyond);
        }
    }
    if thrown > 0 { Err(beyond) } else { Ok(kept.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_body_beyond_the_limit_is_refused_whole() {
        let short = whole(Body::from("abcd"), 4, Refusal::TooLong).await;
        assert_eq!(short.unwrap(), "abcd");
        let long = whole(Body::from("abcde"), 4, Refusal::TooLong).await;
        assert_eq!(long, Err(Refusal::TooLong));
    }
}
