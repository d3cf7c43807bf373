//! Conversations as files anybody can read (`tests/transcripts`), played wherever residents and staff may be.

use crate::support::pure::Pure;
use crate::support::rules::shipped;
use crate::support::transcript;

#[tokio::test]
async fn stories_play_on_the_engine_alone() {
    for story in transcript::all() {
        let mut stage = Pure::new(shipped(), story.now);
        story.play(&mut stage, "the engine alone").await;
    }
}
