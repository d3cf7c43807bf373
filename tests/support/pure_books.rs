//! Rosters and appointments of the engine alone: kept and looked up as the database would, and as strict.

use fengqiao::domain::booking::{Booking, BookingState, Truth, Waiting};
use fengqiao::domain::ids::{RoomCode, StaffId};
use fengqiao::domain::roster::{Duty, DutyDay, Leave, Post, Roster, Swap};
use fengqiao::domain::staff::Staff;
use fengqiao::domain::time::Timestamp;
use fengqiao::engine::agenda::{Agenda, Change, Inquiry};

/// Rosters and appointments.
#[derive(Default)]
pub struct Books {
    duties: Vec<Duty>,
    posts: Vec<Post>,
    leaves: Vec<Leave>,
    swaps: Vec<Swap>,
    bookings: Vec<Booking>,
    waiting: Vec<Waiting>,
}

impl Books {
    /// Adds the fact that was asked for.
    pub fn look_up(&self, inquiry: Inquiry, staff: &[Staff], agenda: &mut Agenda) {
        match inquiry {
            Inquiry::Roster(room, from) => {
                let roster = self.roster(&room, from, staff);
                assert!(agenda.rosters.insert((room, from), roster).is_none(), "asked twice");
            }
            Inquiry::Taken(staff, day) => {
                let from = Timestamp::from_local(day.into());
                let taken = self.sorted(|one| one.staff == staff && one.starts >= from && one.is_active());
                assert!(agenda.taken.insert((staff, day), taken).is_none(), "asked twice");
            }
            Inquiry::Of(case) => {
                let newest = self.bookings.iter().rfind(|one| one.case == case).cloned();
                assert!(agenda.of.insert(case, newest).is_none(), "asked twice");
            }
            Inquiry::Booking(id) => {
                let found = self.bookings.iter().find(|one| one.id == id).cloned();
                assert!(agenda.bookings.insert(id, found).is_none(), "asked twice");
            }
            Inquiry::List(staff) => {
                let unsaid = |one: &Booking| one.state == BookingState::Over && one.truth == Truth::Unknown;
                let list = self.sorted(|one| one.staff == staff && (one.is_active() || unsaid(one)));
                assert!(agenda.lists.insert(staff, list).is_none(), "asked twice");
            }
            Inquiry::Waiting(room) => {
                let waiting = self.waiting.iter().filter(|one| one.room == room).cloned().collect();
                assert!(agenda.waiting.insert(room, waiting).is_none(), "asked twice");
            }
            Inquiry::Swap(id) => {
                let swap = self.swaps.iter().find(|one| one.id == id).cloned();
                assert!(agenda.swaps.insert(id, swap).is_none(), "asked twice");
            }
        }
    }

    fn sorted(&self, keep: impl Fn(&Booking) -> bool) -> Vec<Booking> {
        let mut found: Vec<Booking> = self.bookings.iter().filter(|one| keep(one)).cloned().collect();
        found.sort_by_key(|booking| booking.starts);
        found
    }

    fn roster(&self, room: &RoomCode, from: chrono::NaiveDate, staff: &[Staff]) -> Roster {
        let works_here = |id: &StaffId| staff.iter().any(|one| one.id == *id && one.room == *room);
        let here = |duty: &&Duty| {
            duty.room == *room
                && match duty.day {
                    DutyDay::Weekly(_) => true,
                    DutyDay::On(day) => day >= from,
                }
        };
        let leaves = self.leaves.iter().filter(|one| works_here(&one.staff) && one.last >= from);
        Roster {
            duties: self.duties.iter().filter(here).cloned().collect(),
            leaves: leaves.cloned().collect(),
            posts: self.posts.iter().filter(|one| works_here(&one.staff)).cloned().collect(),
        }
    }

    /// Keeps a change; a place that is taken twice fails the story.
    pub fn write(&mut self, change: Change) {
        match change {
            Change::Book(booking) => self.bookings.push(Booking { version: 1, ..booking }),
            Change::Rebook(booking) => {
                let known = self.bookings.iter_mut().find(|one| one.id == booking.id).expect("known");
                assert_eq!(known.version, booking.version, "an appointment is changed from what it was");
                *known = Booking { version: booking.version + 1, ..booking };
            }
            Change::Wait(waiting) if self.waiting.iter().any(|one| one.case == waiting.case) => {}
            Change::Wait(waiting) => self.waiting.push(waiting),
            Change::WaitNoMore(case) => self.waiting.retain(|one| one.case != case),
            Change::PutDuty(duty) => self.duties.push(duty),
            Change::DropDuties { staff, room, day } => self.duties.retain(|duty| {
                let same = match duty.day {
                    DutyDay::Weekly(_) => day.is_none(),
                    DutyDay::On(on) => day == Some(on),
                };
                duty.staff != staff || duty.room != room || !same
            }),
            Change::PutPost(post) => {
                self.posts.retain(|one| one.staff != post.staff);
                self.posts.push(post);
            }
            Change::PutLeave(leave) => {
                self.leaves.retain(|one| one.id != leave.id);
                self.leaves.push(leave);
            }
            Change::OfferSwap(swap) => self.swaps.push(swap),
            Change::SettleSwap(swap) => {
                let known = self.swaps.iter_mut().find(|one| one.id == swap.id).expect("known");
                known.state = swap.state;
            }
        }
        let places = self.bookings.iter().filter(|one| one.is_active());
        let mut places: Vec<_> = places.map(|one| (&one.staff, one.starts, one.seat)).collect();
        places.sort();
        assert!(places.windows(2).all(|pair| pair[0] != pair[1]), "taken twice: {places:?}");
    }
}
