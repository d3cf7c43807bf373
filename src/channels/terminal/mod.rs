//! The terminal: one conversation on standard input and output.
//!
//! A line is a message. Messages of ours are numbered, so that `>3 words` answers the third and `:1` presses the first
//! button of the newest one that has any (`:3.1` of the third). `:quit` or the end of input ends the conversation. Must not
//! know what a line means: digits and labels are the engine's to read.

mod print;

use std::io::Write;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::future::BoxFuture;
use serde_json::json;
use tokio::io::{AsyncBufRead, AsyncBufReadExt};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::error::SendError;
use super::typed::typed;
use super::{Arrival, AttachmentSource, Content, Delivery, Door, Sender};
use crate::domain::channel::Channel;
use crate::domain::message::{Body, Button, Inbound};

/// How long it must be quiet after the end of input before the last answers are taken to be shown.
const QUIET: Duration = Duration::from_millis(600);
/// How long it may go on after the end of input at most.
const PATIENCE: Duration = Duration::from_secs(10);

/// One terminal, to be read from and, as a [`Sender`], to be written to.
pub struct Terminal<W> {
    screen: Mutex<Screen<W>>,
}

struct Screen<W> {
    output: W,
    shown: Vec<Shown>,
    moved: Instant,
}

/// A message of ours, as it stands on the screen.
struct Shown {
    id: String,
    buttons: Vec<Button>,
}

/// What a line asks for.
#[derive(Debug, PartialEq)]
enum Wish {
    Say(Inbound),
    Quit,
    /// The number stands at no message, or at no button of it.
    NoSuch,
}

impl<W: Write + Send> Terminal<W> {
    /// Prints to `output`.
    pub fn new(output: W) -> Self {
        Self { screen: Mutex::new(Screen { output, shown: Vec::new(), moved: Instant::now() }) }
    }

    /// Hands each line to the door as the conversation `peer`, which no other run has, until the input or `end` ends it. At the end of input
    /// the answers still on their way are waited for.
    pub async fn talk(
        &self,
        door: &dyn Door,
        peer: &str,
        mut input: impl AsyncBufRead + Unpin,
        end: &CancellationToken,
    ) -> std::io::Result<()> {
        for number in 0_u64.. {
            let mut line = Vec::new();
            let Some(read) = end.run_until_cancelled(input.read_until(b'\n', &mut line)).await else {
                return Ok(());
            };
            if read? == 0 {
                break;
            }
            let line = String::from_utf8_lossy(&line);
            let wish = self.screen().wish(line.trim_end_matches(['\n', '\r']));
            match wish {
                Wish::Quit => return Ok(()),
                Wish::NoSuch => self.screen().remark("没有这个编号。")?,
                Wish::Say(inbound) => {
                    let external_id = format!("{peer}:{number}");
                    self.hand_over(door, peer, external_id, &line, inbound).await?;
                }
            }
        }
        end.run_until_cancelled(self.quiet()).await;
        Ok(())
    }

    async fn hand_over(
        &self,
        door: &dyn Door,
        peer: &str,
        external_id: String,
        line: &str,
        inbound: Inbound,
    ) -> std::io::Result<()> {
        let content = Content::Came { peer: peer.to_owned(), inbound, bytes: None };
        let raw = json!({ "line": line }).to_string();
        let came = door.come(Arrival { channel: Channel::Terminal, external_id, raw, content }).await;
        let mut screen = self.screen();
        screen.moved = Instant::now();
        match came {
            Ok(()) => Ok(()),
            Err(error) => screen.remark(&format!("这句话没有收下，请再说一遍。（{error}）")),
        }
    }

    async fn quiet(&self) {
        let latest = Instant::now() + PATIENCE;
        loop {
            let until = latest.min(self.screen().moved + QUIET);
            if Instant::now() >= until {
                return;
            }
            tokio::time::sleep_until(until).await;
        }
    }

    fn screen(&self) -> MutexGuard<'_, Screen<W>> {
        self.screen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<W: Write + Send> Sender for Terminal<W> {
    /// The channel's id of a message is our own.
    fn send<'a>(&'a self, delivery: &'a Delivery) -> BoxFuture<'a, Result<String, SendError>> {
        let printed = self.screen().print(delivery);
        Box::pin(std::future::ready(printed.map_err(|error| SendError::Transient(error.to_string()))))
    }

    /// No file ever comes over a terminal.
    fn fetch<'a>(&'a self, _file: &'a AttachmentSource) -> BoxFuture<'a, Option<Vec<u8>>> {
        Box::pin(std::future::ready(None))
    }
}

impl<W: Write> Screen<W> {
    fn wish(&self, line: &str) -> Wish {
        if line.trim() == ":quit" {
            return Wish::Quit;
        }
        if let Some((number, words)) = line.strip_prefix('>').and_then(leading_number) {
            return self
                .message(number)
                .map_or(Wish::NoSuch, |shown| say(Body::Text(words.to_owned()), shown));
        }
        match line.strip_prefix(':').and_then(button_number) {
            Some(place) => self.press(place).unwrap_or(Wish::NoSuch),
            None => Wish::Say(Inbound { body: typed(line), message: None, reply_to: None }),
        }
    }

    fn press(&self, (message, button): (Option<usize>, usize)) -> Option<Wish> {
        let shown = match message {
            Some(number) => self.message(number)?,
            None => self.shown.iter().rev().find(|shown| !shown.buttons.is_empty())?,
        };
        let button = shown.buttons.get(button.checked_sub(1)?)?;
        Some(say(Body::Press(button.data.clone()), shown))
    }

    fn message(&self, number: usize) -> Option<&Shown> {
        self.shown.get(number.checked_sub(1)?)
    }

    fn remark(&mut self, words: &str) -> std::io::Result<()> {
        writeln!(self.output, "（{words}）")?;
        self.output.flush()
    }

    /// Returns the id under which the message stands on the screen.
    fn print(&mut self, delivery: &Delivery) -> std::io::Result<String> {
        self.moved = Instant::now();
        let id = delivery.replaces.clone().unwrap_or_else(|| delivery.id.to_string());
        let buttons = delivery.outbound.buttons.concat();
        let known = self.shown.iter().position(|shown| shown.id == id);
        let number = known.map_or(self.shown.len(), |at| at) + 1;
        let amended = delivery.replaces.is_some();
        self.output.write_all(print::message(number, amended, &delivery.outbound).as_bytes())?;
        self.output.flush()?;
        match known.and_then(|at| self.shown.get_mut(at)) {
            Some(shown) => shown.buttons = buttons,
            None => self.shown.push(Shown { id: id.clone(), buttons }),
        }
        Ok(id)
    }
}

fn say(body: Body, answering: &Shown) -> Wish {
    Wish::Say(Inbound { body, message: None, reply_to: Some(answering.id.clone()) })
}

/// `3 words`: the number and the words.
fn leading_number(text: &str) -> Option<(usize, &str)> {
    let (number, words) = text.split_once(char::is_whitespace)?;
    Some((number.parse().ok()?, words.trim()))
}

/// `1` or `3.1`: the message, if it is named, and the button.
fn button_number(text: &str) -> Option<(Option<usize>, usize)> {
    match text.trim().split_once('.') {
        Some((message, button)) => Some((Some(message.parse().ok()?), button.parse().ok()?)),
        None => Some((None, text.trim().parse().ok()?)),
    }
}

#[cfg(test)]
mod tests;
