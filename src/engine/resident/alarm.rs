//! Danger from nobody knows where: among several streets the place is asked for at once, right after the numbers to
//! call. Until it is known nobody is paged, because it would be somebody who cannot help; as soon as it is, whoever is
//! there hears all that was said.

use serde::{Deserialize, Serialize};

use crate::domain::attachment::Attachment;
use crate::domain::ids::RoomCode;
use crate::domain::record::RecordKind;
use crate::engine::facts::Need;
use crate::engine::session::{Flow, Matter};
use crate::engine::turn::Turn;

use super::{danger, law, question, room};

/// Somebody in danger who has not said where.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alarm {
    /// Everything said since.
    matter: Matter,
    /// The last file sent with it.
    file: Option<Attachment>,
    /// What danger came in between of.
    before: Flow,
}

/// Keeps what was said and asks where.
pub(super) fn raised(turn: &mut Turn<'_>, matter: &Matter, file: Option<&Attachment>) {
    let alarm = match turn.session.alarm.take() {
        Some(known) => Alarm { file: file.cloned().or(known.file.clone()), ..known.with(&matter.text) },
        None => {
            let before = std::mem::take(&mut turn.session.flow);
            Alarm { matter: matter.clone(), file: file.cloned(), before }
        }
    };
    turn.session.alarm = Some(alarm);
    turn.session.misses = 0;
    turn.session.flow = Flow::Room { wanted: None, filled: None };
    let lead = turn.texts().danger_where();
    room::ask(turn, Some(lead));
}

/// Words that were to be the place: whoever is called hears them too.
pub(super) fn heard(turn: &mut Turn<'_>, text: &str) {
    turn.session.alarm = turn.session.alarm.take().map(|alarm| alarm.with(text));
}

/// It was no danger: nobody is called, it is counted, and what it came in between of goes on.
pub(super) fn taken_back(turn: &mut Turn<'_>) {
    if let Some(Alarm { matter, before, .. }) = turn.session.alarm.take() {
        turn.session.flow = before;
        law::count(turn, RecordKind::Danger, &matter);
    }
}

/// The place is known: people are called, and what danger came in between of goes on. `false` if there is no alarm.
pub(super) fn placed(turn: &mut Turn<'_>, code: &RoomCode) -> Result<bool, Need> {
    let Some(Alarm { matter, file, before }) = turn.session.alarm.take() else { return Ok(false) };
    turn.session.room = Some(code.clone());
    turn.session.flow = before;
    danger::told(turn, code, file.as_ref(), &matter)?;
    danger::kept(turn)?;
    Ok(true)
}

/// After whatever the resident did: the place may have been told by the way, or they have left the question.
pub(super) fn settled(turn: &mut Turn<'_>) -> Result<(), Need> {
    if turn.session.alarm.is_none() {
        return Ok(());
    }
    if let Some(code) = room::known(turn) {
        return placed(turn, &code).map(drop);
    }
    if !question::is_open(turn)
        && let Some(alarm) = turn.session.alarm.take()
    {
        law::count(turn, RecordKind::Danger, &alarm.matter);
    }
    Ok(())
}

impl Alarm {
    fn with(mut self, text: &str) -> Self {
        let text = text.trim();
        if !text.is_empty() {
            self.matter.text = format!("{}\n{text}", self.matter.text);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::directory::{Directory, Room, RoomKind};
    use crate::domain::message::Body;
    use crate::domain::service::Service;
    use crate::domain::staff::Role;
    use crate::engine::rules::Rules;
    use crate::engine::testing::story::{self, does, says, taps};
    use crate::engine::testing::{ANNA, Street};

    fn room(code: &str, name: &str) -> Room {
        let kind = if code.len() == 9 { RoomKind::Street } else { RoomKind::Community };
        Room::named(RoomCode::new(code), name, kind, RoomCode::new(code.get(..9).unwrap()))
    }

    /// So many streets of fourteen communities each, with a leader in each of the first two.
    fn city(streets: usize) -> Street {
        let names = ["桐坝", "松湖", "柏岭", "枫溪", "柳湾", "梅坪"];
        let rooms = (1..=streets).flat_map(|n| {
            let code = format!("500200{n:03}");
            let name = names.get(n - 1).map_or_else(|| format!("第{n}"), |name| (*name).to_owned());
            let street = room(&code, &format!("{name}街道"));
            let communities = (1..=14).map({
                let (code, name) = (code.clone(), name.clone());
                move |m| room(&format!("{code}{m:03}"), &format!("{name}{m}村"))
            });
            std::iter::once(street).chain(communities).collect::<Vec<_>>()
        });
        let rules = story::rules();
        let directory = Directory::new(rooms, rules.directory.hotlines.clone(), Vec::new());
        let mut city = Street::of(Rules { directory, ..rules });
        city.hire("陈主任", Role::Leader, "500200001");
        city.hire("外人", Role::Leader, "500200002");
        city
    }

    #[test]
    fn the_place_is_asked_for_after_the_numbers_and_nobody_wrong_is_paged() {
        let mut anna = city(2);
        let read = says(&mut anna, "我老公在打我");
        assert!(read.starts_with("**请马上拨打：**\n**110** 报警"), "{read}");
        assert!(read.contains("您在哪里") && read.contains("[1 桐坝街道][2 松湖街道]"), "{read}");
        assert!(anna.cases.is_empty() && anna.holders().is_empty());
        let read = taps(&mut anna, "松湖街道");
        assert!(read.contains("已经通知松湖街道"), "{read}");
        assert_eq!(anna.holders(), ["外人"]);
        let case = anna.case();
        assert_eq!((case.service, case.summary.as_str()), (Service::Emergency, "我老公在打我"));
        assert!(says(&mut anna, "他砸门了").starts_with("✓ 已转给"));
    }

    #[test]
    fn whatever_is_said_meanwhile_reaches_whoever_is_called() {
        let mut anna = city(2);
        says(&mut anna, "我老公在打我");
        let read = says(&mut anna, "三楼，门锁着");
        assert!(read.contains("没找到") && read.contains("[1 桐坝街道]"), "{read}");
        let read = says(&mut anna, "他还在打我");
        assert!(read.starts_with("**请马上拨打：**") && read.contains("您在哪里"), "{read}");
        does(&mut anna, Body::File { file: story::photo(), caption: "他在打我".into() });
        says(&mut anna, "桐坝3村后门");
        let case = anna.case();
        assert_eq!(case.room.as_str(), "500200001003");
        assert_eq!(case.summary, "我老公在打我\n三楼，门锁着\n他还在打我\n他在打我\n桐坝3村后门");
        assert!(anna.log.iter().any(|entry| entry.attachment.is_some()));
        assert_eq!(anna.records.iter().filter(|record| record.kind == RecordKind::Danger).count(), 1);
    }

    #[test]
    fn a_place_in_the_same_breath_is_not_asked_for() {
        let mut anna = city(2);
        anna.session_mut(ANNA).room = Some(RoomCode::new("500200001005"));
        assert!(says(&mut anna, "我老公在打我").contains("已经通知"));
        assert_eq!((anna.case().room.as_str(), anna.holders()), ("500200001005", vec!["陈主任"]));
    }

    #[test]
    fn a_form_waits_and_goes_on() {
        let mut anna = city(2);
        says(&mut anna, "申请调解");
        says(&mut anna, "楼上漏水");
        assert!(says(&mut anna, "他在打我").contains("您在哪里"));
        let read = taps(&mut anna, "桐坝街道");
        assert!(read.contains("已经通知桐坝街道") && read.contains("（2/4）"), "{read}");
    }

    #[test]
    fn where_there_are_too_many_streets_the_name_is_asked_for() {
        let mut anna = city(30);
        let read = says(&mut anna, "我老公在打我");
        assert!(read.contains("您在哪里") && read.contains("[1 都不是"), "{read}");
        assert!(says(&mut anna, "月亮上").contains("没找到"));
        says(&mut anna, "松湖街道");
        assert_eq!(anna.holders(), ["外人"]);
    }

    #[test]
    fn who_leaves_the_question_is_counted_and_left_in_peace() {
        for way in ["取消", "都不是，我在别处"] {
            let mut anna = city(2);
            says(&mut anna, "我老公在打我");
            does(&mut anna, Body::Text(way.into()));
            assert!(anna.session(ANNA).alarm.is_none() && anna.cases.is_empty(), "{way}");
            assert_eq!(anna.records.last().unwrap().kind, RecordKind::Danger, "{way}");
        }
    }
}
