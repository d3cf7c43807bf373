//! The calendar entry of an appointment, as RFC 5545 and RFC 5546 want it.
//!
//! It names who, when and where, never the matter. Times are those of Asia/Shanghai, which has one offset today.

use chrono::{DateTime, Utc};

use crate::domain::attachment::{Attachment, AttachmentKind};
use crate::domain::booking::Booking;
use crate::domain::case::Case;
use crate::domain::ids::AttachmentId;
use crate::domain::time::Timestamp;
use crate::engine::appointment::Appointment;
use crate::engine::casework::tell;
use crate::engine::effect::Effect;
use crate::engine::facts::Need;
use crate::engine::texts::BookingTexts;
use crate::engine::turn::Turn;

use super::guests::{self, Guest};
use super::hold;
use super::news::{self, choice};

/// The longest line in octets, without its end (RFC 5545, 3.1).
const LINE: usize = 75;

/// What an entry says.
struct Entry {
    uid: String,
    cancelled: bool,
    sequence: i64,
    stamp: Timestamp,
    starts: Timestamp,
    ends: Timestamp,
    summary: String,
    location: String,
    description: String,
    organizer: String,
}

/// What is told of an appointment that stands: from when, where and with whom it is.
pub(in crate::engine) type Words = fn(&BookingTexts, String, String, String) -> String;

/// Tells everybody who comes about an appointment that stands.
pub(in crate::engine) fn sent(
    turn: &mut Turn<'_>,
    case: &Case,
    booking: &Booking,
    words: Words,
) -> Result<(), Need> {
    for guest in guests::of(turn, case, booking)? {
        sent_to(turn, case, booking, &guest, words)?;
    }
    Ok(())
}

/// Tells one of them, with the calendar entry and what they can do about it.
pub(in crate::engine) fn sent_to(
    turn: &mut Turn<'_>,
    case: &Case,
    booking: &Booking,
    guest: &Guest,
    words: Words,
) -> Result<(), Need> {
    let file = kept(turn, booking, guest, false)?;
    let texts = news::texts(turn, guest.lang);
    let choices = vec![
        choice(texts.button_change(), Appointment::Choose(guest.code.clone())),
        choice(texts.button_call_off(), Appointment::CallOff(guest.code.clone())),
    ];
    let (when, place) = hold::told(turn, guest.lang, booking);
    let text = words(texts, when, place, news::name(turn, &booking.staff)?);
    news::guest(turn, case, guest, text, choices, Some(file));
    Ok(())
}

/// The entry that takes the appointment out of the calendar again, kept so that it can be sent.
pub(super) fn cancelled(turn: &mut Turn<'_>, booking: &Booking, guest: &Guest) -> Result<Attachment, Need> {
    kept(turn, booking, guest, true)
}

fn kept(turn: &mut Turn<'_>, booking: &Booking, guest: &Guest, cancelled: bool) -> Result<Attachment, Need> {
    let texts = news::texts(turn, guest.lang);
    let room = tell::room_name(turn, &booking.room);
    let entry = Entry {
        uid: format!("{}@fengqiao", booking.id),
        cancelled,
        sequence: booking.sequence,
        stamp: turn.now,
        starts: booking.starts,
        ends: booking.ends,
        summary: texts.entry_summary(&room),
        location: news::place(turn, guest.lang, &booking.room),
        description: texts.entry_description(news::name(turn, &booking.staff)?),
        organizer: room,
    };
    let file = Attachment {
        id: AttachmentId::new(turn.mint.text()),
        kind: AttachmentKind::File,
        name: Some(texts.entry_name(booking.starts.format("%m%d-%H%M"))),
        mime: Some("text/calendar; charset=utf-8".to_owned()),
        telegram_file: None,
    };
    let (to, bytes) = (guest.conversation.clone(), entry.written().into_bytes());
    turn.push(Effect::Keep { file: file.clone(), to, bytes });
    Ok(file)
}

impl Entry {
    fn written(&self) -> String {
        let (method, status) =
            if self.cancelled { ("CANCEL", "CANCELLED") } else { ("REQUEST", "CONFIRMED") };
        let lines = [
            "BEGIN:VCALENDAR".to_owned(),
            "VERSION:2.0".to_owned(),
            "PRODID:-//Fengqiao//Appointments//ZH".to_owned(),
            "CALSCALE:GREGORIAN".to_owned(),
            format!("METHOD:{method}"),
            "BEGIN:VTIMEZONE".to_owned(),
            "TZID:Asia/Shanghai".to_owned(),
            "BEGIN:STANDARD".to_owned(),
            "DTSTART:19910915T010000".to_owned(),
            "TZOFFSETFROM:+0900".to_owned(),
            "TZOFFSETTO:+0800".to_owned(),
            "TZNAME:CST".to_owned(),
            "END:STANDARD".to_owned(),
            "END:VTIMEZONE".to_owned(),
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}", self.uid),
            format!("SEQUENCE:{}", self.sequence),
            format!("DTSTAMP:{}", utc(self.stamp)),
            format!("DTSTART;TZID=Asia/Shanghai:{}", local(self.starts)),
            format!("DTEND;TZID=Asia/Shanghai:{}", local(self.ends)),
            format!("STATUS:{status}"),
            format!("SUMMARY:{}", escaped(&self.summary)),
            format!("LOCATION:{}", escaped(&self.location)),
            format!("DESCRIPTION:{}", escaped(&self.description)),
            format!("ORGANIZER;CN=\"{}\":invalid:nomail", quoted(&self.organizer)),
            "ATTENDEE;PARTSTAT=ACCEPTED;RSVP=FALSE:invalid:nomail".to_owned(),
            "END:VEVENT".to_owned(),
            "END:VCALENDAR".to_owned(),
        ];
        lines.iter().map(|line| folded(line)).collect()
    }
}

fn utc(at: Timestamp) -> String {
    let moment = DateTime::<Utc>::from_timestamp_millis(at.millis()).unwrap_or_default();
    moment.format("%Y%m%dT%H%M%SZ").to_string()
}

fn local(at: Timestamp) -> String {
    at.format("%Y%m%dT%H%M%S")
}

/// A text value: backslash, semicolon, comma and line ends are written with a backslash (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for sign in text.chars() {
        match sign {
            '\\' | ';' | ',' => out.extend(['\\', sign]),
            '\n' => out.push_str("\\n"),
            _ if sign.is_control() => {}
            _ => out.push(sign),
        }
    }
    out
}

/// The value of a parameter in quotes, which can hold anything but quotes and control signs (RFC 5545, 3.2).
fn quoted(text: &str) -> String {
    text.chars().filter(|sign| *sign != '"' && !sign.is_control()).collect()
}

/// A line cut into pieces of at most 75 octets, never inside a sign; each further piece begins with a space.
fn folded(line: &str) -> String {
    let (mut out, mut length) = (String::new(), 0);
    for sign in line.chars() {
        if length + sign.len_utf8() > LINE {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(sign);
        length += sign.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::testing::at;

    fn entry(summary: &str) -> Entry {
        Entry {
            uid: "1@fengqiao".into(),
            cancelled: false,
            sequence: 2,
            stamp: at("2026-03-02 09:00"),
            starts: at("2026-03-05 15:00"),
            ends: at("2026-03-05 15:30"),
            summary: summary.into(),
            location: "民主村".into(),
            description: "a\nb".into(),
            organizer: "a \"b\"\r\n".into(),
        }
    }

    /// The lines of an entry with folding undone (RFC 5545, 3.1).
    fn lines(text: &str) -> Vec<String> {
        assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']));
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        text.replace("\r\n ", "").trim_end().split("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn an_entry_says_who_when_and_where_in_shanghais_time() {
        let written = lines(&entry("预约：民主村").written());
        for line in [
            "METHOD:REQUEST",
            "UID:1@fengqiao",
            "SEQUENCE:2",
            "DTSTAMP:20260302T010000Z",
            "DTSTART;TZID=Asia/Shanghai:20260305T150000",
            "DTEND;TZID=Asia/Shanghai:20260305T153000",
            "STATUS:CONFIRMED",
            "SUMMARY:预约：民主村",
            "DESCRIPTION:a\\nb",
            "ORGANIZER;CN=\"a b\":invalid:nomail",
        ] {
            assert!(written.iter().any(|written| written == line), "{line} is not in {written:#?}");
        }
        let begins: Vec<&String> = written.iter().filter(|line| line.starts_with("BEGIN:")).collect();
        assert_eq!(begins.len(), written.iter().filter(|line| line.starts_with("END:")).count());
    }

    #[test]
    fn what_is_called_off_is_cancelled_under_the_same_name() {
        let written = lines(&Entry { cancelled: true, ..entry("x") }.written());
        for line in ["METHOD:CANCEL", "STATUS:CANCELLED", "UID:1@fengqiao"] {
            assert!(written.iter().any(|written| written == line), "{line}");
        }
    }

    #[test]
    fn signs_with_a_meaning_are_escaped_and_long_lines_folded_between_signs() {
        let summary = format!("{};,\\", "预约😀".repeat(40));
        let text = entry(&summary).written();
        let written = lines(&text);
        let wanted = format!("SUMMARY:{}\\;\\,\\\\", "预约😀".repeat(40));
        assert!(written.contains(&wanted), "{written:#?}");
        assert_eq!(folded(&"x".repeat(75)), format!("{}\r\n", "x".repeat(75)));
        assert_eq!(folded(&"x".repeat(76)), format!("{}\r\n x\r\n", "x".repeat(75)));
    }
}
