//! A place that was shared finds the nearest room, where the directory says where rooms are; the resident confirms it by
//! its name. Nothing is decided by distance alone: boundaries are not circles.

use crate::domain::directory::{Room, RoomKind};
use crate::engine::turn::Turn;

use super::{room, wording};

/// Whoever is farther away from every room than this does not live in any of them.
const FARTHEST_METRES: f64 = 5_000.0;

const EARTH_METRES: f64 = 6_371_000.0;

/// The nearest community to a latitude and longitude in degrees.
pub(super) fn nearest<'world>(turn: &Turn<'world>, here: (f64, f64)) -> Option<&'world Room> {
    let rooms = turn.world.rules.directory.rooms().filter(|room| room.kind == RoomKind::Community);
    let far = rooms.filter_map(|room| Some((metres(here, room.place?), room)));
    let (_, room) =
        far.filter(|(metres, _)| *metres <= FARTHEST_METRES).min_by(|(a, _), (b, _)| a.total_cmp(b))?;
    Some(room)
}

/// Asks whether that is their community.
pub(super) fn offer(turn: &mut Turn<'_>, nearest: &Room) {
    let text = turn.texts().nearest_room(wording::place(turn, &nearest.code));
    room::list(turn, text, &[nearest]);
}

/// How far two places lie apart on the globe.
fn metres(one: (f64, f64), other: (f64, f64)) -> f64 {
    let half = |a: f64, b: f64| ((b - a).to_radians() / 2.0).sin().powi(2);
    let along = one.0.to_radians().cos() * other.0.to_radians().cos();
    2.0 * EARTH_METRES * (half(one.0, other.0) + along * half(one.1, other.1)).sqrt().asin()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::directory::Directory;
    use crate::domain::ids::RoomCode;
    use crate::domain::message::Body;
    use crate::engine::action::Action;
    use crate::engine::rules::Rules;
    use crate::engine::testing::{self, ANNA, Street};

    /// Two communities of one street, about a kilometre apart.
    fn street(places: [Option<(f64, f64)>; 2]) -> Street {
        let room = |code: &str, name: &str, kind, place| Room {
            place,
            ..Room::named(RoomCode::new(code), name, kind, RoomCode::new("500107003"))
        };
        let [one, two] = places;
        let rooms = [
            room("500107003", "街道", RoomKind::Street, None),
            room("500107003001", "甲村", RoomKind::Community, one),
            room("500107003002", "乙村", RoomKind::Community, two),
        ];
        let directory = Directory::new(rooms, std::collections::BTreeMap::new(), Vec::new());
        Street::of(Rules { directory, ..testing::rules() })
    }

    fn shares(anna: &mut Street, latitude: f64, longitude: f64) -> String {
        anna.comes(ANNA, Body::Location { latitude, longitude }, None);
        anna.heard(ANNA)
    }

    #[test]
    fn the_nearest_community_is_offered_by_name_and_opens_the_case_when_confirmed() {
        let mut anna = street([Some((29.510, 106.520)), Some((29.519, 106.520))]);
        anna.press(ANNA, &Action::Human);
        anna.heard(ANNA);
        let read = shares(&mut anna, 29.517, 106.521);
        assert!(read.contains("离您最近的是乙村"), "{read}");
        assert!(anna.cases.is_empty(), "nothing is decided by distance alone");
        anna.write(ANNA, "1");
        assert_eq!(anna.case().room.as_str(), "500107003002");
    }

    #[test]
    fn whoever_is_elsewhere_or_where_no_place_is_known_is_asked_as_before() {
        for (places, latitude) in [([Some((29.510, 106.520)), None], 30.0), ([None, None], 29.510)] {
            let mut anna = street(places);
            anna.press(ANNA, &Action::Human);
            anna.heard(ANNA);
            let read = shares(&mut anna, latitude, 106.520);
            assert!(!read.contains("离您最近") && read.contains("哪个社区"), "{read}");
        }
    }

    #[test]
    fn a_place_with_nothing_asked_stays_what_it_was() {
        let mut anna = street([Some((29.510, 106.520)), None]);
        assert!(!shares(&mut anna, 29.510, 106.520).contains("离您最近"));
    }

    #[test]
    fn distances_are_metres_on_the_globe() {
        let degree = metres((29.0, 106.0), (30.0, 106.0));
        assert!((degree - 111_195.0).abs() < 1.0, "{degree}");
        assert!(metres((29.0, 106.0), (29.0, 107.0)) < degree);
    }
}
