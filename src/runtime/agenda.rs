//! Looks up and writes what a step asks for about rosters and appointments.

use crate::engine::agenda::{Agenda, Change, Inquiry};
use crate::store::{Conn, StoreError};

/// Looks `inquiry` up and adds it to `agenda`.
pub(super) async fn look_up(
    conn: &mut Conn<'_>,
    inquiry: Inquiry,
    agenda: &mut Agenda,
) -> Result<(), StoreError> {
    match inquiry {
        Inquiry::Roster(room, from) => {
            let roster = conn.roster(&room, from).await?;
            agenda.rosters.insert((room, from), roster);
        }
        Inquiry::Taken(staff, from) => {
            let taken = conn.bookings_with(&staff, from).await?;
            agenda.taken.insert((staff, from), taken);
        }
        Inquiry::Of(case) => {
            let booking = conn.booking_of(&case).await?;
            agenda.of.insert(case, booking);
        }
        Inquiry::Booking(id) => {
            let booking = conn.booking(&id).await?;
            agenda.bookings.insert(id, booking);
        }
        Inquiry::List(staff) => {
            let list = conn.agenda(&staff).await?;
            agenda.lists.insert(staff, list);
        }
        Inquiry::Waiting(room) => {
            let waiting = conn.waiting_in(&room).await?;
            agenda.waiting.insert(room, waiting);
        }
        Inquiry::Swap(id) => {
            let swap = conn.swap(&id).await?;
            agenda.swaps.insert(id, swap);
        }
    }
    Ok(())
}

/// Writes one change.
pub(super) async fn write(conn: &mut Conn<'_>, change: &Change) -> Result<(), StoreError> {
    match change {
        Change::Book(booking) => conn.insert_booking(booking).await,
        Change::Rebook(booking) => conn.save_booking(booking).await,
        Change::Wait(waiting) => conn.wait_for_place(waiting).await,
        Change::WaitNoMore(case) => conn.wait_no_more(case).await,
        Change::PutDuty(duty) => conn.put_duty(duty).await,
        Change::DropDuties { staff, room, day } => conn.drop_duties(staff, room, *day).await,
        Change::PutPost(post) => conn.put_post(post).await,
        Change::PutLeave(leave) => conn.put_leave(leave).await,
        Change::OfferSwap(swap) => conn.offer_swap(swap).await,
        Change::SettleSwap(swap) => conn.settle_swap(swap).await,
    }
}
