//! The street's rosters and appointments, kept and looked up as the database would.

use super::Street;
use crate::domain::booking::{Booking, BookingState, Truth, Waiting};
use crate::domain::ids::{DutyId, RoomCode, StaffId};
use crate::domain::roster::{self, Duty, DutyDay, Hours, Leave, Post, Roster, Swap};
use crate::domain::time::Timestamp;
use crate::engine::agenda::{Agenda, Change, Inquiry};

/// Rosters and appointments.
#[derive(Clone, Debug, Default)]
pub(in crate::engine) struct Books {
    pub(in crate::engine) duties: Vec<Duty>,
    pub(in crate::engine) posts: Vec<Post>,
    pub(in crate::engine) leaves: Vec<Leave>,
    pub(in crate::engine) swaps: Vec<Swap>,
    pub(in crate::engine) bookings: Vec<Booking>,
    pub(in crate::engine) waiting: Vec<Waiting>,
}

impl Street {
    /// Somebody is in their room at these hours every week: `周五 9:00-12:00`.
    pub(in crate::engine) fn on_duty(&mut self, name: &str, words: &str) {
        let (staff, room) = (self.staff(name).id.clone(), self.staff(name).room.clone());
        let (days, hours) = words.split_once(' ').unwrap();
        for day in roster::weekdays(days).unwrap() {
            for (from, until) in roster::hours(hours).unwrap() {
                let (staff, room, hours) = (staff.clone(), room.clone(), Hours { from, until, seats: 1 });
                let day = DutyDay::Weekly(day);
                self.books.duties.push(Duty { id: DutyId::new("duty"), staff, room, day, hours });
            }
        }
    }

    /// The newest appointment.
    pub(in crate::engine) fn booking(&self) -> Booking {
        self.books.bookings.last().unwrap().clone()
    }

    pub(super) fn look_into_books(&self, inquiry: Inquiry, agenda: &mut Agenda) {
        let books = &self.books;
        let listed = |keep: &dyn Fn(&Booking) -> bool| {
            let mut found: Vec<Booking> = books.bookings.iter().filter(|one| keep(one)).cloned().collect();
            found.sort_by_key(|booking| booking.starts);
            found
        };
        match inquiry {
            Inquiry::Roster(room, from) => {
                let roster = self.roster(&room, from);
                agenda.rosters.insert((room, from), roster);
            }
            Inquiry::Taken(staff, day) => {
                let from = Timestamp::from_local(day.into());
                let taken = listed(&|one| one.staff == staff && one.starts >= from && one.is_active());
                agenda.taken.insert((staff, day), taken);
            }
            Inquiry::Of(case) => {
                let newest = books.bookings.iter().rfind(|one| one.case == case).cloned();
                agenda.of.insert(case, newest);
            }
            Inquiry::Booking(id) => {
                let found = books.bookings.iter().find(|one| one.id == id).cloned();
                agenda.bookings.insert(id, found);
            }
            Inquiry::List(staff) => {
                let open = |one: &Booking| {
                    one.is_active() || (one.state == BookingState::Over && one.truth == Truth::Unknown)
                };
                let list = listed(&|one| one.staff == staff && open(one));
                agenda.lists.insert(staff, list);
            }
            Inquiry::Waiting(room) => {
                let waiting = books.waiting.iter().filter(|one| one.room == room).cloned().collect();
                agenda.waiting.insert(room, waiting);
            }
            Inquiry::Swap(id) => {
                let swap = books.swaps.iter().find(|one| one.id == id).cloned();
                agenda.swaps.insert(id, swap);
            }
        }
    }

    fn roster(&self, room: &RoomCode, from: chrono::NaiveDate) -> Roster {
        let of_room = |staff: &StaffId| {
            self.people.iter().any(|person| person.id == *staff && person.room == *room)
                || self.books.duties.iter().any(|duty| duty.staff == *staff && duty.room == *room)
        };
        let on = |duty: &&Duty| match duty.day {
            DutyDay::Weekly(_) => duty.room == *room,
            DutyDay::On(day) => duty.room == *room && day >= from,
        };
        let books = &self.books;
        Roster {
            duties: books.duties.iter().filter(on).cloned().collect(),
            leaves: books
                .leaves
                .iter()
                .filter(|one| of_room(&one.staff) && one.last >= from)
                .cloned()
                .collect(),
            posts: books.posts.iter().filter(|one| of_room(&one.staff)).cloned().collect(),
        }
    }

    pub(super) fn write_into_books(&mut self, change: Change) {
        let books = &mut self.books;
        match change {
            Change::Book(booking) => {
                assert_eq!(booking.version, 0);
                books.bookings.push(Booking { version: 1, ..booking });
            }
            Change::Rebook(booking) => {
                let known = books.bookings.iter_mut().find(|one| one.id == booking.id).unwrap();
                assert_eq!(known.version, booking.version, "an appointment is written once in a step");
                *known = Booking { version: booking.version + 1, ..booking };
            }
            Change::Wait(waiting) if books.waiting.iter().any(|one| one.case == waiting.case) => {}
            Change::Wait(waiting) => books.waiting.push(waiting),
            Change::WaitNoMore(case) => books.waiting.retain(|one| one.case != case),
            Change::PutDuty(duty) => books.duties.push(duty),
            Change::DropDuties { staff, room, day } => books.duties.retain(|duty| {
                let same_day = match (duty.day, day) {
                    (DutyDay::Weekly(_), None) => true,
                    (DutyDay::On(on), Some(day)) => on == day,
                    _ => false,
                };
                duty.staff != staff || duty.room != room || !same_day
            }),
            Change::PutPost(post) => {
                books.posts.retain(|one| one.staff != post.staff);
                books.posts.push(post);
            }
            Change::PutLeave(leave) => {
                books.leaves.retain(|one| one.id != leave.id);
                books.leaves.push(leave);
            }
            Change::OfferSwap(swap) => books.swaps.push(swap),
            Change::SettleSwap(swap) => {
                books.swaps.iter_mut().find(|one| one.id == swap.id).unwrap().state = swap.state;
            }
        }
        self.no_place_is_taken_twice();
    }

    /// What the database's unique indexes refuse.
    fn no_place_is_taken_twice(&self) {
        let mut active: Vec<&Booking> = self.books.bookings.iter().filter(|one| one.is_active()).collect();
        active.sort_by_key(|one| (&one.staff, one.starts, one.seat));
        let same = |pair: &[&Booking]| {
            (&pair[0].staff, pair[0].starts, pair[0].seat) == (&pair[1].staff, pair[1].starts, pair[1].seat)
        };
        assert!(!active.windows(2).any(same), "{active:#?}");
        let mut cases: Vec<_> = active.iter().map(|one| &one.case).collect();
        cases.sort();
        assert!(cases.windows(2).all(|pair| pair[0] != pair[1]), "{active:#?}");
        for booking in &self.books.bookings {
            let held = booking.state == BookingState::Held;
            assert_eq!((booking.awaits.is_some(), booking.held_until.is_some()), (held, held), "{booking:?}");
        }
    }
}
