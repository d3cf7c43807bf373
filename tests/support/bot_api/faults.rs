//! What can go wrong at Telegram, on demand.

use std::time::Duration;

/// What happens to a call.
#[derive(Clone, Debug)]
pub enum Fault {
    /// 429 with this many seconds to wait.
    TooMany(u64),
    /// Refused with this status and these words.
    Refused(u16, &'static str),
    /// A server error without words.
    Down(u16),
    /// It is done, but takes this long.
    Slow(Duration),
    /// The connection breaks before anything was done.
    Lost,
    /// It is done, and the connection breaks before the answer.
    Unanswered,
    /// It is done, and the answer is nonsense.
    Garbled,
}

/// Odd ways to deliver updates.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mischief {
    /// Each batch holds every update twice.
    pub twice: bool,
    /// Each batch is in the wrong order.
    pub reversed: bool,
}

/// Which calls go wrong, in the order they were asked for.
#[derive(Debug, Default)]
pub struct Script(Vec<Planned>);

#[derive(Debug)]
struct Planned {
    method: &'static str,
    /// Only calls for this chat; `None` for any.
    chat: Option<i64>,
    fault: Fault,
}

impl Script {
    /// The next such call for which nothing is planned yet goes wrong.
    pub fn plan(&mut self, method: &'static str, chat: Option<i64>, fault: Fault) {
        self.0.push(Planned { method, chat, fault });
    }

    /// What goes wrong with this call.
    pub fn next(&mut self, method: &str, chat: Option<i64>) -> Option<Fault> {
        let fits =
            |planned: &Planned| planned.method == method && (planned.chat.is_none() || planned.chat == chat);
        let at = self.0.iter().position(fits)?;
        Some(self.0.remove(at).fault)
    }
}
