//! Invitations: made on the command line and at the first start, used up by a turn.
//!
//! Only the hash of a code is stored: whoever reads the database cannot become staff with it.

use std::time::Duration;

use sha2::{Digest, Sha256};

use crate::config::Config;
use crate::domain::ids::{Mint, RoomCode, StaffId};
use crate::domain::staff::{Role, Staff, StaffStatus};
use crate::store::{NewInvite, Store, StoreError};

use super::clock::{self, Clock};

/// Somebody to invite.
#[derive(Clone, Debug)]
pub struct NewMember {
    /// The name colleagues and residents see.
    pub name: String,
    /// What they are there for.
    pub role: Role,
    /// Their room.
    pub room: RoomCode,
}

/// Stores the invitation and returns its code, which is nowhere else.
///
/// # Errors
/// The store's.
pub async fn invite(
    store: &Store,
    clock: &Clock,
    member: NewMember,
    valid: Duration,
) -> Result<String, StoreError> {
    let (code, now) = (clock::secret(), clock.now());
    let staff = Staff {
        id: StaffId::new(Mint::new(now, clock::seed()).text()),
        name: member.name,
        role: member.role,
        room: member.room,
        status: StaffStatus::Invited,
        conversations: Vec::new(),
    };
    let hashed = hash(&code);
    store
        .write(move |conn| {
            let (staff, hashed) = (staff.clone(), hashed.clone());
            Box::pin(async move {
                conn.create_staff(&staff, now).await?;
                let invite = NewInvite { code_hash: hashed, staff: staff.id, expires_at: now.plus(valid) };
                conn.add_invite(&invite, now).await
            })
        })
        .await?;
    Ok(code)
}

/// Takes somebody's access away; `None` if there is nobody with this id.
///
/// # Errors
/// The store's.
pub async fn revoke(store: &Store, clock: &Clock, id: &StaffId) -> Result<Option<Staff>, StoreError> {
    let (id, now) = (id.clone(), clock.now());
    store
        .write(move |conn| {
            let id = id.clone();
            Box::pin(async move {
                let staff = conn.staff(&id).await?;
                conn.revoke_staff(&id, now).await?;
                Ok(staff)
            })
        })
        .await
}

/// What the database keeps of a code.
pub fn hash(code: &str) -> String {
    Sha256::digest(code.trim().as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The page that uses a code in a browser.
pub fn web_link(config: &Config, code: &str) -> String {
    format!("{}/s/{code}", config.http.public_url)
}
