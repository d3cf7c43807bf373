//! What a message means by itself leads to: one way for each service.

use crate::domain::service::Service;
use crate::engine::facts::Need;
use crate::engine::session::{Flow, Matter};
use crate::engine::turn::Turn;
use crate::intent::{Reading, SURE};

use super::{
    cases, commands, danger, data, elsewhere, forms, giving_up, law, menu, open, party, room, telling,
    thread, unclear, wished,
};

/// Acts on a message that belongs to no open question or case.
pub(super) fn on(turn: &mut Turn<'_>, text: &str, reading: &Reading) -> Result<(), Need> {
    let placed = room::overheard(turn, reading);
    if reading.score < SURE || reading.service == Service::Unclear {
        return match placed {
            Some(code) if is_short(text) => room::noted(turn, &code),
            _ if is_short(text) && elsewhere::is_named(reading) => {
                elsewhere::told(turn, reading);
                Ok(())
            }
            _ => unclear::missed(turn, text, reading),
        };
    }
    turn.session.misses = 0;
    turn.session.asked_back = None;
    turn.session.flow = Flow::Idle;
    match reading.service {
        Service::LegalAid | Service::Mediation if !law::has_answer(turn, reading) => {
            let says_more = says_more(text);
            if reading.topic.is_some() || (says_more && telling::is_told(turn)) {
                // What was said besides the wish is a matter of law.
                let matter = Matter { service: Service::Consultation, ..matter(text, reading) };
                telling::keep(turn, matter, reading);
            }
            turn.session.pending = says_more.then(|| text.trim().to_owned());
            forms::start(turn, reading.service)
        }
        Service::Collective if is_of_a_crowd(reading) || !law::has_answer(turn, reading) => {
            let matter = matter(text, reading);
            if is_of_a_crowd(reading) {
                law::mention(turn, reading, &matter);
            }
            telling::keep(turn, matter, reading);
            open::wanted(turn, Service::Collective, None)
        }
        Service::Human => {
            let matter = matter(text, reading);
            if says_more(text) && telling::is_told(turn) {
                telling::keep(turn, matter.clone(), reading);
            }
            open::human(turn, Some(matter))
        }
        _ => aside(turn, text, reading),
    }
}

/// Answers without leaving what is going on.
pub(super) fn aside(turn: &mut Turn<'_>, text: &str, reading: &Reading) -> Result<(), Need> {
    match reading.service {
        Service::Consultation | Service::LegalAid | Service::Mediation | Service::Collective => {
            law::answer(turn, text, reading);
        }
        Service::Emergency => return danger::met(turn, text, None, reading),
        Service::Progress => return cases::list(turn),
        Service::BookingChange if party::rebooked(turn, text)? => {}
        Service::BookingChange if wished::time(turn, text, reading)? => {}
        Service::BookingChange => return thread::rebook(turn, text),
        Service::Cancel if giving_up::names_matter(turn, text) => return giving_up::of_matter(turn),
        Service::Cancel => return commands::cancel(turn),
        Service::Feedback => return thread::feedback(turn, text, reading),
        Service::Privacy => data::told(turn, text, reading),
        Service::Smalltalk => {
            let text = spoken(turn, reading).unwrap_or_else(|| turn.texts().smalltalk());
            menu::offered(turn, text);
        }
        Service::OutOfArea => elsewhere::told(turn, reading),
        Service::OutOfScope => out_of_scope(turn, reading),
        Service::Human | Service::Unclear => menu::offered(turn, turn.texts().menu()),
    }
    Ok(())
}

/// Whether it is a question of law that a crowd has, rather than a wish to petition together.
fn is_of_a_crowd(reading: &Reading) -> bool {
    let topic = reading.intent.as_deref().and_then(|intent| intent.split_once('.')).map(|(topic, _)| topic);
    reading.topic.as_ref().is_some_and(|own| topic.is_none_or(|topic| topic == own.as_str()))
}

/// What a message brought, to be kept.
pub(super) fn matter(text: &str, reading: &Reading) -> Matter {
    Matter {
        text: text.trim().to_owned(),
        service: reading.service,
        topic: reading.topic.clone(),
        intent: reading.intent.clone(),
    }
}

fn out_of_scope(turn: &mut Turn<'_>, reading: &Reading) {
    let texts = turn.texts();
    let words = spoken(turn, reading).unwrap_or_else(|| texts.out_of_scope());
    menu::offered(turn, format!("{words}\n{}", texts.our_services(menu::number(turn, "services"))));
}

/// What the rules themselves say to it.
fn spoken(turn: &Turn<'_>, reading: &Reading) -> Option<String> {
    law::answer_of(turn, reading).map(|answer| answer.text.trim().to_owned())
}

/// So long that it may say more than which service is wanted.
fn says_more(text: &str) -> bool {
    text.trim().chars().count() > 8
}

/// So short that a place it names is all it says.
fn is_short(text: &str) -> bool {
    text.trim().chars().count() <= 12
}

#[cfg(test)]
mod tests {
    use crate::domain::service::Service;
    use crate::engine::testing::story::{self, says, street, taps};

    #[test]
    fn many_people_go_to_a_person_at_once_and_first() {
        let mut anna = street();
        says(&mut anna, "我们几十个人被欠薪");
        assert!(says(&mut anna, "民主村").contains("群体事项"));
        let case = anna.case();
        assert_eq!(
            (case.service, case.urgent, case.summary.as_str()),
            (Service::Collective, true, "我们几十个人被欠薪")
        );
    }

    #[test]
    fn a_crowd_with_a_question_of_law_is_answered_and_taken_to_a_person() {
        let mut anna = street();
        let read = says(&mut anna, "我们二十多个工友被老板拖欠工资怎么办");
        assert!(read.contains("先留好工资条。") && read.contains("哪个社区"), "{read}");
        says(&mut anna, "民主村");
        let case = anna.case();
        assert_eq!((case.service, case.urgent), (Service::Collective, true));
        assert_eq!(case.details, [("人数".to_owned(), "二十多个工友".to_owned())]);
        for few in ["我们两个被老板拖欠工资怎么办", "他们十几个人让老板拖欠工资怎么办"]
        {
            let mut ben = street();
            assert!(!says(&mut ben, few).contains("哪个社区"), "{few}");
        }
    }

    #[test]
    fn what_is_not_ours_is_pointed_elsewhere() {
        let mut anna = street();
        says(&mut anna, "你好");
        let read = says(&mut anna, "明天天气好吗");
        assert!(
            read.starts_with("天气我看不到。") && read.contains("12345") && read.contains("[1 "),
            "{read}"
        );
        let read = says(&mut anna, "删除我的信息");
        assert!(read.contains("只给经办您这件事的工作人员看") && read.contains("[1 请工作室办理]"), "{read}");
        assert!(says(&mut anna, "谢谢").contains("[1 问法律问题]"));
    }

    #[test]
    fn a_wish_about_what_we_know_is_one_press_away_from_whoever_grants_it() {
        let mut anna = street();
        says(&mut anna, "民主村");
        says(&mut anna, "删除我的信息");
        taps(&mut anna, "请工作室办理");
        assert_eq!((anna.case().service, anna.case().summary.as_str()), (Service::Human, "删除我的信息"));
    }

    #[test]
    fn a_wish_about_what_we_know_is_a_case_of_its_own_beside_another() {
        let mut anna = story::with_case();
        let first = anna.case().code;
        says(&mut anna, "删除我的信息");
        let read = taps(&mut anna, "请工作室办理");
        assert!(read.contains("已登记：**人工服务**") && read.contains("前给您回话"), "{read}");
        let case = anna.case();
        assert_eq!((anna.cases.len(), case.summary.as_str()), (2, "删除我的信息"));
        let read = says(&mut anna, "我的事项");
        assert!(read.contains(&first.to_string()) && read.contains(&case.code.to_string()), "{read}");
    }
}
