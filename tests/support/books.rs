//! The database as it lies there, past the store: for looking into what a killed process left, and for spoiling it.

use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

/// The first column of every row, which has to be a text.
pub async fn texts(url: &str, sql: &str) -> Vec<String> {
    let sql = AssertSqlSafe(sql.to_owned());
    let found = if url.starts_with("sqlite:") {
        let mut connection = SqliteConnection::connect(url).await.unwrap();
        let found = sqlx::query_scalar::<_, Option<String>>(sql).fetch_all(&mut connection).await;
        connection.close().await.unwrap();
        found
    } else {
        let mut connection = PgConnection::connect(url).await.unwrap();
        let found = sqlx::query_scalar::<_, Option<String>>(sql).fetch_all(&mut connection).await;
        connection.close().await.unwrap();
        found
    };
    found.unwrap().into_iter().map(Option::unwrap_or_default).collect()
}

/// The number a query counts, as `SELECT COUNT(*)`.
pub async fn count(url: &str, what: &str) -> usize {
    texts(url, &format!("SELECT CAST(COUNT(*) AS TEXT) FROM {what}")).await[0].parse().unwrap()
}

/// Changes something.
pub async fn execute(url: &str, sql: &str) {
    let sql = AssertSqlSafe(sql.to_owned());
    if url.starts_with("sqlite:") {
        let mut connection = SqliteConnection::connect(url).await.unwrap();
        sqlx::query(sql).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    } else {
        let mut connection = PgConnection::connect(url).await.unwrap();
        sqlx::query(sql).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }
}
