//! What every method of the store promises, on both databases; and what only one of them can get wrong.

mod bookings;
mod cases;
mod channel_state;
mod continuations;
mod conversations;
mod corrections;
mod figures;
mod follow_ups;
mod history;
mod inbound;
mod joints;
mod migrations;
mod opening;
mod orphans;
mod outbox;
mod parties;
mod receipts;
mod replies;
mod roster;
mod sql_rules;
mod staff;
mod timers;
mod transactions;
mod unmatched;
mod unreadable;
