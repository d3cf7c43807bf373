//! Writes what a step decided: each effect to its rows, in the order given.

use crate::domain::ids::{ConversationId, Mint, OutboxId};
use crate::domain::message::Outbound;
use crate::domain::outbox::Purpose;
use crate::domain::time::Timestamp;
use crate::engine::Effect;
use crate::engine::effect::{Receipt, Say};
use crate::store::{Conn, NewOutbox, StoreError};

use super::{agenda, invitations, papers, sides};

/// Telegram takes 4,096 UTF-16 units; some are left for what the encoding adds.
const LONGEST_MESSAGE: usize = 3_900;

/// Amendments leave the step without ids; theirs are higher than any that a step makes.
const FIRST_AMENDMENT: u16 = 0x8000;

/// Writes the effects of one turn.
pub(super) struct Commit<'turn, 'conn> {
    conn: &'turn mut Conn<'conn>,
    here: &'turn ConversationId,
    now: Timestamp,
    mint: Mint,
}

impl<'turn, 'conn> Commit<'turn, 'conn> {
    /// Of a turn in conversation `here`, whose ids come from `mint`.
    pub(super) fn new(
        conn: &'turn mut Conn<'conn>,
        here: &'turn ConversationId,
        now: Timestamp,
        mint: Mint,
    ) -> Self {
        Self { conn, here, now, mint: mint.starting_at(FIRST_AMENDMENT) }
    }

    /// Writes one effect.
    pub(super) async fn write(&mut self, effect: &Effect) -> Result<(), StoreError> {
        match effect {
            Effect::Say(say) => self.enqueue(say).await,
            Effect::Receipt(receipt) => self.keep_receipt(receipt).await,
            Effect::Amend { message, to, outbound } => self.amend(message, to, outbound).await,
            Effect::Open(case) => {
                if case.conversation.is_counter() {
                    self.conn.add_counter(&case.conversation, self.now).await?;
                }
                self.conn.insert_case(case).await
            }
            Effect::Save(case) => self.conn.save_case(case).await,
            Effect::Log(entry) => self.conn.add_entry(entry).await,
            Effect::Count(record) => self.conn.count(record).await,
            Effect::Set(timer) => self.conn.set_timer(timer).await,
            Effect::Cancel { case, kind } => self.conn.cancel_timers(case, *kind).await,
            Effect::FollowUp(follow_up) => self.conn.keep_follow_up(follow_up).await,
            Effect::Joint(joint) => self.conn.keep_joint(joint).await,
            Effect::Continue(continuation) => self.conn.keep_continuation(continuation).await,
            Effect::Enlist { invite, staff } => {
                self.conn.use_invite(&invitations::hash(invite), self.now).await?;
                self.conn.bind(self.here, staff, self.now).await
            }
            Effect::Discharge => self.conn.unbind(self.here).await,
            Effect::Unmatched(words) => self.conn.note_unmatched(words).await,
            Effect::Meant { words, intent } => self.conn.label_unmatched(words, intent).await,
            Effect::Unreachable => self.conn.set_unreachable(self.here).await,
            Effect::Side(effect) => sides::write(self.conn, effect, self.now).await,
            Effect::Keep { file, to, bytes } => {
                self.conn.keep_attachment(file, to, Some(bytes), self.now).await
            }
            Effect::Print { file, to, paper } => {
                let bytes = papers::docx(paper).map_err(|error| StoreError::Driver(error.to_string()))?;
                self.conn.keep_attachment(file, to, Some(&bytes), self.now).await
            }
            Effect::Agenda(change) => agenda::write(self.conn, change).await,
        }
    }

    /// A long message becomes several rows; the parts after the first sort behind it and before the next message.
    async fn enqueue(&mut self, say: &Say) -> Result<(), StoreError> {
        for (part, body) in say.outbound.clone().pages(LONGEST_MESSAGE).into_iter().enumerate() {
            let id = match part {
                0 => say.id.clone(),
                _ => OutboxId::new(format!("{}-{part:02}", say.id)),
            };
            let (conversation, case, purpose) = (say.to.clone(), say.case.clone(), say.purpose);
            let side = say.side.clone();
            let new =
                NewOutbox { id, conversation, case, purpose, replaces: None, side, body, due: self.now };
            self.conn.enqueue(&new, self.now).await?;
        }
        Ok(())
    }

    /// Who reads a message in several parts has seen it when they see the last.
    async fn keep_receipt(&mut self, receipt: &Receipt) -> Result<(), StoreError> {
        match self.conn.last_part(&receipt.carried).await? {
            Some(last) => self.conn.keep_receipt(&last, &receipt.confirmation, &receipt.seen).await,
            // Whoever was to read it does not write to the bot, and hears it from a person.
            None => Ok(()),
        }
    }

    /// The last part of a message carries its buttons, so that is the one to replace.
    pub(super) async fn amend(
        &mut self,
        message: &OutboxId,
        to: &ConversationId,
        outbound: &Outbound,
    ) -> Result<(), StoreError> {
        let Some(last) = self.conn.last_part(message).await? else { return Ok(()) };
        let Some(body) = outbound.clone().pages(LONGEST_MESSAGE).pop() else { return Ok(()) };
        let new = NewOutbox {
            id: OutboxId::new(self.mint.text()),
            conversation: to.clone(),
            case: None,
            purpose: Purpose::Card,
            replaces: Some(last),
            side: None,
            body,
            due: self.now,
        };
        self.conn.enqueue(&new, self.now).await
    }
}
