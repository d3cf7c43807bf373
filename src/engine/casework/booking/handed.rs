//! Whoever was to receive people will not: somebody else does, as far as their time is free then; otherwise the appointment is
//! off, and whoever was to come is shown the next places at once.

use crate::domain::booking::{Booking, BookingState};
use crate::domain::case::{Case, EntryKind, Speaker};
use crate::domain::lang::Lang;
use crate::domain::staff::Staff;
use crate::engine::casework::sides::conflict;
use crate::engine::casework::{log, rota, tell};
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::{change, entry, hold, news, save, waiting};

/// What became of appointments.
#[derive(Clone, Debug, Default)]
pub(in crate::engine) struct Handed {
    /// Somebody else receives them at the same time.
    pub(in crate::engine) moved: usize,
    /// They are off, and other places have been offered.
    pub(in crate::engine) off: usize,
    /// Those of the first that stand: whoever receives them now is to know of them.
    pub(in crate::engine) to_come: Vec<Booking>,
}

/// These appointments, all still to come, go to `to`, who takes over from whoever they were with; to nobody, if nobody does.
pub(in crate::engine) fn handed_over(
    turn: &mut Turn<'_>,
    bookings: &[Booking],
    to: Option<&Staff>,
) -> Result<Handed, Need> {
    let mut taken = match to {
        Some(to) => turn.world.facts.agenda.taken(&to.id, turn.now.local_date())?.to_vec(),
        None => Vec::new(),
    };
    let mut handed = Handed::default();
    for booking in bookings {
        let stored = turn.world.facts.case(&booking.case)?.clone();
        let Some(case) = turn.written(&booking.case).or(stored) else { continue };
        match to {
            Some(to) if is_free(turn, &case, to, booking, &taken)? => {
                let received = received_by(turn, &case, to, booking)?;
                handed
                    .to_come
                    .extend(Some(&received).filter(|one| one.state == BookingState::Booked).cloned());
                taken.push(received);
                handed.moved += 1;
            }
            _ => {
                off(turn, &case, to, booking)?;
                handed.off += 1;
            }
        }
    }
    Ok(handed)
}

/// Appointments as whoever receives them reads them: when, of which case, and whether all sides come.
pub(in crate::engine) fn lines(turn: &Turn<'_>, bookings: &[Booking]) -> Result<Vec<String>, Need> {
    let desk = &turn.world.rules.texts.desk;
    let mut lines = Vec::new();
    for booking in bookings {
        let Some(case) = turn.world.facts.case(&booking.case)?.as_ref() else { continue };
        let when = tell::when(turn, Lang::Zh, booking.starts);
        let service = turn.staff_texts().service(case.service);
        lines.push(match booking.meeting {
            true => desk.handed_meeting(when, &case.code),
            false => desk.handed_booking(when, &case.code, service),
        });
    }
    Ok(lines)
}

/// Whether somebody can receive these people then: nobody else has their time, they are there that day, and do not serve
/// the other side.
fn is_free(
    turn: &Turn<'_>,
    case: &Case,
    to: &Staff,
    booking: &Booking,
    taken: &[Booking],
) -> Result<bool, Need> {
    let overlaps = |other: &Booking| other.starts < booking.ends && booking.starts < other.ends;
    if taken.iter().any(overlaps) || conflict::without(turn, case)?.bars(to) {
        return Ok(false);
    }
    let day = booking.starts.local_date();
    Ok(rota::working(turn, &to.room, &to.id, day)?.as_ref() == Some(&to.id))
}

/// Who was to come is told, once it had been agreed; who receives them is asked, while it has not.
fn received_by(turn: &mut Turn<'_>, case: &Case, to: &Staff, booking: &Booking) -> Result<Booking, Need> {
    let sequence = booking.sequence + i64::from(booking.state == BookingState::Booked);
    let after = Booking { staff: to.id.clone(), seat: 0, sequence, ..booking.clone() };
    let after = save(turn, case, after);
    let text = turn.world.rules.texts.desk.log_stand_in(&to.name);
    log::system(turn, case, EntryKind::Appointment, &text);
    if after.state == BookingState::Booked {
        entry::sent(turn, case, &after, |texts, when, place, name| texts.stand_in(when, place, name))?;
    } else if after.awaits(Speaker::Staff) {
        hold::ask_host(turn, case, &after)?;
    }
    Ok(after)
}

fn off(turn: &mut Turn<'_>, case: &Case, to: Option<&Staff>, booking: &Booking) -> Result<(), Need> {
    let when = tell::when(turn, Lang::Zh, booking.starts);
    let desk = &turn.world.rules.texts.desk;
    log::system(turn, case, EntryKind::Appointment, &desk.log_revoked(&when));
    change::fallen_through(turn, case, booking)?;
    if let Some(to) = to {
        news::staff(turn, to, case, desk.not_moved(&case.code, when), &[]);
    }
    let day = booking.starts.local_date();
    let is_there = rota::working(turn, &booking.room, &booking.staff, day)?.as_ref() == Some(&booking.staff);
    if is_there { waiting::freed(turn, case, booking) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{booked, claimed, pick, press};
    use crate::domain::booking::{BookingState, Truth};
    use crate::domain::outbox::Purpose;
    use crate::domain::service::Service;
    use crate::engine::action::Action;
    use crate::engine::appointment::Appointment;
    use crate::engine::testing::{ANNA, Street, at, draft};

    const NINE: &str = "2026-03-06 09:00";

    /// Somebody else's appointment with 王调解 at nine on Friday.
    fn mediator_is_busy(street: &mut Street) {
        let case =
            street.turn("路人", |turn| crate::engine::casework::open(turn, draft(Service::Mediation)));
        street.write("路人", "你好");
        street.press("王调解", &Action::Claim(case.code.clone()));
        press(street, "王调解", Appointment::Choose(case.code.clone()));
        street.write("王调解", "周五上午9点");
        press(street, "路人", Appointment::Agree(case.code, at(NINE)));
        for who in [ANNA, "王调解", "李律师"] {
            street.heard(who);
        }
    }

    fn first_booking(street: &Street) -> crate::domain::booking::Booking {
        street.books.bookings[0].clone()
    }

    fn leave_on_friday(street: &mut Street, stand_in: &str) {
        street.write("李律师", "请假");
        street.write("李律师", "明天");
        street.write("李律师", stand_in);
    }

    #[test]
    fn a_stand_in_without_time_takes_nobody_and_the_next_three_places_are_none_of_the_days_away() {
        let (mut street, _) = booked(NINE);
        mediator_is_busy(&mut street);
        leave_on_friday(&mut street, "1");
        assert!(street.heard("李律师").contains("0 个转给顶班的人，1 个没法转"));
        assert!(street.heard("王调解").contains("您那时没空"));
        let told = street.heard(ANNA);
        assert!(told.contains("李律师3月6日 周五 09:00来不了，这次预约取消了"), "{told}");
        let shown = street.buttons(ANNA, Purpose::Notice);
        // The stand-in's Friday goes on, less what is taken of it.
        for (shown, place) in
            shown.iter().zip(["3月6日 周五 09:30", "3月6日 周五 10:00", "3月6日 周五 10:30"])
        {
            assert!(shown.contains(place), "{shown}");
        }
        let booking = first_booking(&street);
        assert_eq!((booking.state, booking.truth), (BookingState::Gone, Truth::Revoked));
        assert!(street.files.last().unwrap().1.contains("METHOD:CANCEL"));
    }

    #[test]
    fn with_nobody_to_stand_in_the_places_of_the_days_away_are_not_offered() {
        let (mut street, _) = booked(NINE);
        leave_on_friday(&mut street, "没有人顶");
        assert!(street.heard("李律师").contains("0 个转给顶班的人，1 个没法转"));
        assert!(street.heard(ANNA).contains("这次预约取消了"));
        let shown = street.buttons(ANNA, Purpose::Notice);
        assert!(shown[0].contains("3月13日 周五 09:00"), "{shown:?}");
    }

    #[test]
    fn what_was_only_asked_for_is_asked_of_who_takes_over() {
        let (mut street, code) = claimed();
        pick(&mut street, ANNA, &code, NINE);
        let to = street.staff("王调解").id.clone();
        street.press("李律师", &Action::GiveTo(code.clone(), to.clone()));
        assert!(street.heard("王调解").contains("的居民想约 **3月6日 周五 09:00**"));
        press(&mut street, "王调解", Appointment::Agree(code, at(NINE)));
        assert_eq!((street.booking().staff, street.booking().state), (to, BookingState::Booked));
    }

    #[test]
    fn a_case_given_to_somebody_without_time_loses_its_appointment_and_finds_places_of_theirs() {
        let (mut street, code) = booked(NINE);
        mediator_is_busy(&mut street);
        street.on_duty("王调解", "周五 14:00-15:00");
        let to = street.staff("王调解").id.clone();
        street.press("李律师", &Action::GiveTo(code, to));
        assert!(street.heard("王调解").contains("您那时没空，已告诉来的人取消"));
        assert_eq!(first_booking(&street).state, BookingState::Gone);
        assert!(street.heard(ANNA).contains("这次预约取消了"));
        let notices = street.sent.iter().filter(|sent| sent.to.as_str() == ANNA);
        let places = notices.flat_map(|sent| sent.outbound.buttons.iter().flatten());
        assert!(places.into_iter().any(|button| button.label.contains("3月6日 周五 14:00")));
    }

    #[test]
    fn whoever_is_away_that_day_takes_no_appointment_over() {
        let (mut street, code) = booked(NINE);
        street.write("王调解", "请假");
        street.write("王调解", "明天");
        street.write("王调解", "没有人顶");
        let to = street.staff("王调解").id.clone();
        street.press("李律师", &Action::GiveTo(code, to));
        assert_eq!(first_booking(&street).state, BookingState::Gone);
    }
}
