//! Telegram's limits on sending, kept by waiting: so many messages a second in all, and fewer to any one chat.
//!
//! Must not know what is sent. Memory holds only chats that were written to in the last moments.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// At most 30 in any second over all chats: 3 at once, then one every 36 ms.
const ALL: Pace = Pace { every: Duration::from_millis(36), at_once: 3 };
/// One a second to one person, of which Telegram lets a few come together.
const PERSON: Pace = Pace { every: Duration::from_secs(1), at_once: 3 };
/// At most 20 in any minute to a group: 3 at once, then one every 3.5 s.
const GROUP: Pace = Pace { every: Duration::from_millis(3500), at_once: 3 };
/// Idle chats are forgotten when this many are known, and again when twice as many as then remained are.
const ROOM: usize = 1024;

/// How fast one thing may happen.
#[derive(Clone, Copy)]
struct Pace {
    every: Duration,
    at_once: u32,
}

/// When the next messages may go out.
pub(super) struct Limits {
    book: Mutex<Book>,
    /// Those whose chat is free, in the order they came.
    queue: tokio::sync::Mutex<()>,
}

/// When everything booked so far would be over, had it come one by one.
struct Book {
    all: Option<Instant>,
    chats: HashMap<i64, Instant>,
    room: usize,
}

impl Limits {
    pub(super) fn new() -> Self {
        Self { book: Mutex::new(Book::new()), queue: tokio::sync::Mutex::new(()) }
    }

    /// Returns when a message to `chat` may go out, and counts it as gone. A busy chat holds up no other: one queues
    /// for the common limit only when the chat's own is met.
    pub(super) async fn wait(&self, chat: i64) {
        loop {
            sleep_until(self.book(|book| book.chat_is_free_at(chat, Instant::now()))).await;
            let _turn = self.queue.lock().await;
            sleep_until(self.book(|book| book.all_are_free_at(Instant::now()))).await;
            if self.book(|book| book.take(chat, Instant::now())) {
                return;
            }
        }
    }

    fn book<T>(&self, look: impl FnOnce(&mut Book) -> T) -> T {
        look(&mut self.book.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Book {
    fn new() -> Self {
        Self { all: None, chats: HashMap::new(), room: ROOM }
    }

    fn chat_is_free_at(&self, chat: i64, now: Instant) -> Instant {
        pace_of(chat).free_at(self.chats.get(&chat).copied(), now)
    }

    fn all_are_free_at(&self, now: Instant) -> Instant {
        ALL.free_at(self.all, now)
    }

    /// Books a message for now; false if it may not go out yet.
    fn take(&mut self, chat: i64, now: Instant) -> bool {
        if self.chat_is_free_at(chat, now) > now || self.all_are_free_at(now) > now {
            return false;
        }
        if self.chats.len() >= self.room {
            self.chats.retain(|_, busy_until| *busy_until > now);
            self.room = ROOM.max(self.chats.len() * 2);
        }
        let busy_until = self.chats.get(&chat).copied();
        self.chats.insert(chat, pace_of(chat).after(busy_until, now));
        self.all = Some(ALL.after(self.all, now));
        true
    }
}

/// Groups have negative ids.
fn pace_of(chat: i64) -> Pace {
    if chat < 0 { GROUP } else { PERSON }
}

impl Pace {
    fn free_at(self, busy_until: Option<Instant>, now: Instant) -> Instant {
        let early = self.every * self.at_once.saturating_sub(1);
        busy_until.and_then(|until| until.checked_sub(early)).map_or(now, |free| free.max(now))
    }

    fn after(self, busy_until: Option<Instant>, now: Instant) -> Instant {
        busy_until.map_or(now, |until| until.max(now)) + self.every
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// When messages to these chats go out that are all asked for at `start`.
    fn turns(start: Instant, chats: impl Iterator<Item = i64>) -> Vec<Instant> {
        let (mut book, mut turns) = (Book::new(), Vec::new());
        let mut waiting: BTreeSet<(Instant, usize, i64)> =
            chats.enumerate().map(|(place, chat)| (start, place, chat)).collect();
        while let Some((now, place, chat)) = waiting.pop_first() {
            if book.take(chat, now) {
                turns.push(now);
            } else {
                let next = book.chat_is_free_at(chat, now).max(book.all_are_free_at(now));
                waiting.insert((next, place, chat));
            }
        }
        turns
    }

    /// The most turns that fall into any stretch of `span`.
    fn most_within(span: Duration, turns: &[Instant]) -> usize {
        let within = |from: Instant| turns.iter().filter(|&&turn| turn >= from && turn < from + span).count();
        turns.iter().map(|&from| within(from)).max().unwrap()
    }

    #[test]
    fn no_second_sees_more_than_thirty_messages() {
        let turns = turns(Instant::now(), 1..=300);
        assert_eq!(most_within(Duration::from_secs(1), &turns), 30);
    }

    #[test]
    fn one_person_gets_a_few_at_once_and_then_one_a_second() {
        let turns = turns(Instant::now(), [5; 10].into_iter());
        assert_eq!(most_within(Duration::from_millis(800), &turns), 3);
        let took = turns[9] - turns[0];
        assert!((7.0..7.5).contains(&took.as_secs_f64()), "{took:?}");
    }

    #[test]
    fn a_group_gets_twenty_a_minute() {
        let turns = turns(Instant::now(), [-5; 60].into_iter());
        assert_eq!(most_within(Duration::from_secs(60), &turns), 20);
    }

    #[test]
    fn a_rested_chat_may_be_written_to_at_once_again() {
        let (mut book, start) = (Book::new(), Instant::now());
        while book.chat_is_free_at(1, start) == start {
            let now = book.all_are_free_at(start);
            assert!(book.take(1, now));
        }
        assert!(!book.take(1, start));
        assert!(book.take(1, start + Duration::from_secs(60)));
    }

    #[tokio::test]
    async fn a_busy_chat_holds_up_no_other() {
        let limits = Limits::new();
        let busy = futures::future::join_all((0..100).map(|_| limits.wait(1)));
        let other = async {
            tokio::task::yield_now().await;
            limits.wait(2).await;
        };
        tokio::select! {
            _ = busy => panic!("a hundred messages to one chat take longer"),
            () = other => {}
            () = tokio::time::sleep(Duration::from_secs(10)) => panic!("the other chat waits"),
        }
    }

    #[test]
    fn chats_written_to_long_ago_are_forgotten() {
        let (mut book, start) = (Book::new(), Instant::now());
        for chat in 1..=10_000_u32 {
            assert!(book.take(chat.into(), start + ALL.every * chat));
        }
        assert!(book.chats.len() <= ROOM);
    }
}
