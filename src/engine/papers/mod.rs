//! Papers made from what the gateway knows: a room's poster, and drafts of a mediation's papers.
//!
//! A draft is a value; it is printed elsewhere. It holds what both sides told, so it goes to staff and never to a resident.
//! Fields from the forms of people's mediation (司发通〔2010〕239号 and the guide to them).

mod blocks;
mod course;
pub mod poster;

use crate::domain::booking::Booking;
use crate::domain::case::{Case, CaseEntry};
use crate::domain::lang::Lang;
use crate::domain::mediation::Mediation;
use crate::domain::paper::{Form, Paper, Part};
use crate::domain::party::Party;
use crate::domain::service::Service;
use crate::domain::time::Timestamp;

use super::rules::Rules;
use super::texts::PaperTexts;
use blocks::Blocks;

/// What a draft is made from.
#[derive(Clone, Copy, Debug)]
pub struct Matter<'a> {
    /// The texts and the directory.
    pub rules: &'a Rules,
    /// The case.
    pub case: &'a Case,
    /// The name of whoever has it; empty if nobody does.
    pub mediator: &'a str,
    /// The other parties.
    pub parties: &'a [Party],
    /// What has come of the mediation so far.
    pub mediation: Option<&'a Mediation>,
    /// The newest appointment of the case.
    pub booking: Option<&'a Booking>,
    /// What has happened, oldest first.
    pub log: &'a [CaseEntry],
}

/// Whether a case has these papers: they are those of people's mediation.
pub fn has_papers(case: &Case) -> bool {
    case.service == Service::Mediation
}

/// What a form is called.
pub fn title(texts: &PaperTexts, form: Form) -> String {
    match form {
        Form::Application => texts.application(),
        Form::Intake => texts.intake(),
        Form::Record => texts.record(),
        Form::Agreement => texts.agreement(),
        Form::OralAgreement => texts.oral(),
        Form::CallBack => texts.callback(),
    }
}

/// The name of a draft's file, without its ending.
pub fn file_name(matter: Matter<'_>, form: Form) -> String {
    let texts = &matter.rules.texts.paper;
    texts.file_name(title(texts, form), &matter.case.code)
}

/// A form filled with what is known at `now`.
pub fn draft(matter: Matter<'_>, form: Form, now: Timestamp) -> Paper {
    let texts = &matter.rules.texts.paper;
    let room = matter.rules.directory.room(&matter.case.room);
    let room = room.map_or_else(|| matter.case.room.to_string(), |room| poster::name(matter.rules, room));
    let blocks = Blocks { matter, texts };
    Paper {
        title: title(texts, form),
        mark: texts.mark(),
        parts: match form {
            Form::Application => application(&blocks),
            Form::Intake => intake(&blocks),
            Form::Record => record(&blocks),
            Form::Agreement => agreement(&blocks),
            Form::OralAgreement => oral(&blocks),
            Form::CallBack => call_back(&blocks),
        },
        foot: texts.foot(&matter.case.code, room, now.format("%Y-%m-%d")),
    }
}

fn application(blocks: &Blocks<'_>) -> Vec<Part> {
    let texts = blocks.texts;
    vec![
        Part::Heading(texts.applicant()),
        blocks.person(""),
        Part::Heading(texts.respondent()),
        blocks.person(""),
        blocks.facts(texts.facts(), 2),
        blocks.lines(texts.request(), 3),
        Part::Sentence(texts.willing()),
        Part::Signatures(vec![texts.sign_applicant(), texts.sign_day()]),
    ]
}

fn intake(blocks: &Blocks<'_>) -> Vec<Part> {
    let texts = blocks.texts;
    let opened = blocks.matter.case.opened_at.format("%Y-%m-%d");
    vec![
        Part::Fields(vec![(texts.day(), opened)]),
        Part::Heading(texts.applicant()),
        blocks.contact(""),
        Part::Heading(texts.respondent()),
        blocks.contact(blocks.other()),
        Part::Fields(vec![(texts.kind(), blocks.kinds()), (texts.origin(), blocks.origins())]),
        blocks.facts(texts.facts(), 4),
        Part::Signatures(vec![texts.sign_parties(), texts.sign_registrar(), texts.seal(), texts.sign_day()]),
    ]
}

fn record(blocks: &Blocks<'_>) -> Vec<Part> {
    let texts = blocks.texts;
    let mediator = blocks.matter.mediator.to_owned();
    vec![
        Part::Fields(vec![
            (texts.time(), blocks.meets()),
            (texts.place(), blocks.place()),
            (texts.party(), String::new()),
            (texts.other_party(), blocks.other().to_owned()),
            (texts.present(), String::new()),
            (texts.mediator(), mediator),
        ]),
        blocks.facts(texts.facts(), 0),
        Part::Text { label: texts.course(), words: course::told(blocks), lines: 10 },
        Part::Text { label: texts.result(), words: course::result(blocks), lines: 2 },
        Part::Signatures(vec![
            texts.sign_parties(),
            texts.sign_mediator(),
            texts.sign_recorder(),
            texts.sign_day(),
        ]),
    ]
}

fn agreement(blocks: &Blocks<'_>) -> Vec<Part> {
    let texts = blocks.texts;
    vec![
        Part::Fields(vec![(texts.file_number(), texts.number_form())]),
        Part::Heading(texts.party()),
        blocks.person(""),
        Part::Heading(texts.other_party()),
        blocks.person(blocks.other()),
        blocks.facts(texts.agreed_facts(), 2),
        blocks.agreed(),
        blocks.performance(),
        Part::Sentence(texts.copies()),
        Part::Signatures(vec![
            texts.sign_parties(),
            texts.sign_parties(),
            texts.sign_mediator(),
            texts.sign_recorder(),
            texts.seal(),
            texts.sign_day(),
        ]),
    ]
}

fn oral(blocks: &Blocks<'_>) -> Vec<Part> {
    let texts = blocks.texts;
    vec![
        Part::Fields(vec![(texts.file_number(), texts.number_form())]),
        Part::Heading(texts.party()),
        blocks.contact(""),
        Part::Heading(texts.other_party()),
        blocks.contact(blocks.other()),
        blocks.facts(texts.agreed_facts(), 2),
        blocks.agreed(),
        blocks.performance(),
        Part::Fields(vec![(texts.amount(), blocks.amount()), (texts.place(), blocks.place())]),
        Part::Signatures(vec![texts.sign_mediator(), texts.sign_day()]),
    ]
}

fn call_back(blocks: &Blocks<'_>) -> Vec<Part> {
    let texts = blocks.texts;
    vec![
        Part::Fields(vec![
            (texts.party(), String::new()),
            (texts.other_party(), blocks.other().to_owned()),
            (texts.agreement_number(), texts.number_form()),
        ]),
        blocks.facts(texts.reason(), 1),
        Part::Fields(vec![
            (texts.performed(), texts.performed_boxes()),
            (texts.content(), texts.content_boxes()),
            (texts.unrest(), texts.unrest_boxes()),
        ]),
        blocks.lines(texts.found(), 6),
        Part::Fields(vec![
            (texts.caller(), blocks.matter.mediator.to_owned()),
            (texts.time(), String::new()),
        ]),
        Part::Signatures(vec![texts.sign_parties(), texts.sign_day()]),
    ]
}

/// Who the other side is, where the form that opened the case asked; its question is known by its label.
fn other_side(matter: Matter<'_>) -> Option<&str> {
    let label = |lang: Lang| matter.rules.texts.form(lang).mediation_side_label();
    let labels = [label(Lang::Zh), label(Lang::En)];
    let told = matter.case.details.iter().find(|(label, _)| labels.contains(label));
    told.map(|(_, side)| side.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::booking::{BookingState, Truth};
    use crate::domain::ids::{BookingId, PartyId, StaffId};
    use crate::domain::mediation::{Agreement, AgreementForm, Confirmation, Performed};
    use crate::domain::origin::Origin;
    use crate::domain::party::PartyState;
    use crate::domain::service::Topic;
    use crate::engine::casework::Draft;
    use crate::engine::testing::{HOME, Street, at, draft as wants, rules};

    fn case(service: Service) -> Case {
        let draft = Draft {
            topic: Some(Topic::new("neighbour")),
            summary: "楼上漏水".into(),
            details: vec![("对方是谁".into(), "邻居".into()), ("急不急".into(), "不急".into())],
            ..wants(service)
        };
        Street::staffed().open(draft)
    }

    fn made(case: &Case, form: Form) -> Paper {
        let rules = rules();
        let matter = Matter {
            rules: &rules,
            case,
            mediator: "王调解",
            parties: &[],
            mediation: None,
            booking: None,
            log: &[],
        };
        draft(matter, form, at("2026-03-06 09:00"))
    }

    /// Everything a paper says, each field as label and value.
    fn said(paper: &Paper) -> String {
        let mut lines = vec![paper.title.clone(), paper.mark.clone()];
        for part in &paper.parts {
            match part {
                Part::Heading(text) | Part::Sentence(text) => lines.push(text.clone()),
                Part::Fields(fields) => {
                    lines.extend(fields.iter().map(|(label, value)| format!("{label}={value}")))
                }
                Part::Text { label, words, lines: more } => lines.push(format!("{label}={words}+{more}")),
                Part::Signatures(names) => lines.extend(names.clone()),
            }
        }
        lines.push(paper.foot.clone());
        lines.join("\n")
    }

    #[test]
    fn every_draft_says_that_it_is_one_and_whose() {
        let case = case(Service::Mediation);
        for form in Form::all() {
            let paper = made(&case, form);
            assert_eq!(paper.mark, "草稿 · 签名、盖章、按手印后才有效力");
            let code = case.code.to_string();
            assert!(paper.foot.contains(&code) && paper.foot.contains("2026-03-06"), "{}", paper.foot);
            assert!(paper.foot.contains("谢正街社区公共法律服务工作室"), "{}", paper.foot);
            let said = said(&paper);
            assert!(!said.contains("已生效") && !said.contains("急不急"), "{said}");
            assert!(paper.parts.iter().any(|part| matches!(part, Part::Signatures(_))), "{said}");
        }
    }

    #[test]
    fn what_is_known_is_filled_in_and_the_rest_is_left_empty() {
        let case = case(Service::Mediation);
        let paper = said(&made(&case, Form::Application));
        assert!(paper.contains("纠纷简要情况=楼上漏水\n对方：邻居+2"), "{paper}");
        assert!(
            paper.contains(
                "申请人\n姓名=\n性别=\n民族=\n年龄=\n职业或职务=\n联系方式=\n单位或住址=\n被申请人"
            ),
            "{paper}"
        );
        let paper = said(&made(&case, Form::Intake));
        assert!(paper.contains("日期=2026-03-05"), "{paper}");
        assert!(
            paper.contains("☑邻里") && paper.contains("□物业") && paper.matches('☑').count() == 2,
            "{paper}"
        );
        let paper = said(&made(&case, Form::Record));
        assert!(
            paper.contains("调解员=王调解") && paper.contains("地点=谢正街社区公共法律服务工作室"),
            "{paper}"
        );
        let paper = said(&made(&case, Form::Agreement));
        for field in ["编号=（", "争议事项=楼上漏水", "协议内容=+5", "履行方式、时限=+2", "各执一份", "印章"]
        {
            assert!(paper.contains(field), "{field} is not in {paper}");
        }
        let paper = said(&made(&case, Form::OralAgreement));
        assert!(paper.contains("涉及金额=\n") && !paper.contains("（印章）"), "{paper}");
        let paper = said(&made(&case, Form::CallBack));
        assert!(paper.contains("回访人=王调解") && paper.contains("□已履行"), "{paper}");
    }

    #[test]
    fn what_was_agreed_is_filled_in_with_the_other_partys_name_and_no_number() {
        let rules = rules();
        let case = case(Service::Mediation);
        let mut mediation = Mediation::new(case.id.clone());
        mediation.agreement = Some(Agreement {
            form: AgreementForm::Written,
            subject: "修好漏水".into(),
            fen: Some(300_000),
            effective_on: "2026-03-07".parse().unwrap(),
            perform_by: Some("2026-04-01".parse().unwrap()),
            performed: Performed::No,
            confirmation: Confirmation::Open,
        });
        let party = Party {
            id: PartyId::new("p"),
            code: case.code.clone(),
            case: case.id.clone(),
            number: 1,
            conversation: None,
            lang: Lang::Zh,
            named: "张三".into(),
            phone: Some("13800000000".into()),
            state: PartyState::Consented,
            invited_at: None,
            joined_at: None,
            answered_at: None,
            noted_by: None,
            promised: None,
            spoken_at: None,
            reminded: 0,
            version: 1,
        };
        let meeting = Booking {
            id: BookingId::new("b"),
            case: case.id.clone(),
            room: case.room.clone(),
            staff: StaffId::new("王调解"),
            starts: at("2026-03-07 15:00"),
            ends: at("2026-03-07 15:30"),
            seat: 0,
            state: BookingState::Booked,
            awaits: None,
            held_until: None,
            meeting: true,
            truth: Truth::Unknown,
            sequence: 0,
            made_at: at("2026-03-06 15:00"),
            version: 1,
        };
        let matter = Matter {
            booking: Some(&meeting),
            log: &[],
            rules: &rules,
            case: &case,
            mediator: "王调解",
            parties: &[party],
            mediation: Some(&mediation),
        };
        let of = |form| said(&draft(matter, form, at("2026-03-08 09:00")));
        let agreement = of(Form::Agreement);
        for field in ["姓名=张三", "协议内容=修好漏水\n涉及金额：3000元+5", "履行方式、时限=2026-04-01 前+2"]
        {
            assert!(agreement.contains(field), "{field} is not in {agreement}");
        }
        assert!(of(Form::Record).contains("时间=2026-03-07 15:00"));
        assert!(of(Form::OralAgreement).contains("涉及金额=3000元"));
        assert!(!of(Form::Application).contains("张三"), "the applicant writes whom they mean");
        assert!(Form::all().all(|form| !of(form).contains("13800000000")));
    }

    #[test]
    fn a_sort_of_dispute_is_ticked_only_where_the_topic_leaves_no_doubt() {
        let ticked = |topic: Option<&str>| {
            let case = Case { topic: topic.map(Topic::new), ..case(Service::Mediation) };
            said(&made(&case, Form::Intake)).matches('☑').count()
        };
        for sure in ["marriage", "custody", "neighbour", "property", "traffic"] {
            assert_eq!(ticked(Some(sure)), 2, "{sure}");
        }
        for unsure in [None, Some("labour"), Some("contract"), Some("housing")] {
            assert_eq!(ticked(unsure), 1, "{unsure:?}");
        }
    }

    #[test]
    fn the_source_is_ticked_as_the_case_came_and_left_open_where_that_says_nothing() {
        for (origin, ticked) in [
            (Origin::Bot, "☑当事人申请　□主动调解　□移送委托"),
            (Origin::Visit, "☑当事人申请　□主动调解　□移送委托"),
            (Origin::Phone, "☑当事人申请　□主动调解　□移送委托"),
            (Origin::Found, "□当事人申请　☑主动调解　□移送委托"),
            (Origin::Referral, "□当事人申请　□主动调解　☑移送委托"),
            (Origin::Group, "□当事人申请　□主动调解　□移送委托"),
        ] {
            let case = Case { origin, ..case(Service::Mediation) };
            let paper = said(&made(&case, Form::Intake));
            assert!(paper.contains(&format!("案件来源={ticked}")), "{origin:?}: {paper}");
        }
    }

    #[test]
    fn only_mediations_have_these_papers() {
        let having: Vec<Service> =
            Service::ALL.iter().copied().filter(|service| has_papers(&case(*service))).collect();
        assert_eq!(having, [Service::Mediation]);
        assert_eq!(case(Service::Mediation).room.as_str(), HOME);
    }
}
