//! Forms: a few questions, one at a time, each with options to tap; the answers are kept as given.
//!
//! A form is data ([`Form`]); this runs any of them. Staff read labels and options in Chinese, whatever the
//! resident's language. Must not know how a case is opened.

mod aid;
mod mediation;

use crate::domain::lang::Lang;
use crate::domain::service::Service;
use crate::engine::action::Action;
use crate::engine::facts::Need;
use crate::engine::session::{Choice, Filled, Flow, Given, Matter};
use crate::engine::texts::FormTexts;
use crate::engine::turn::Turn;
use crate::intent::Reading;

use super::{act, commands, open, press, wording};

/// A service's questions.
struct Form {
    /// What it is about, said once.
    intro: fn(&FormTexts) -> String,
    /// The questions; the first asks what it is all about and is not asked of somebody who has said it.
    fields: &'static [Field],
}

/// One question.
struct Field {
    /// What staff read before the answer.
    label: fn(&FormTexts) -> String,
    /// What the resident is asked.
    question: fn(&FormTexts) -> String,
    /// What can be tapped.
    options: &'static [fn(&FormTexts) -> String],
    /// Whether words of their own are an answer.
    own_words: bool,
    /// Whether it may be left open.
    optional: bool,
}

/// The form of a service.
fn form(service: Service) -> Option<&'static Form> {
    match service {
        Service::LegalAid => Some(&aid::FORM),
        Service::Mediation => Some(&mediation::FORM),
        _ => None,
    }
}

/// Begins a form. What was said already is its first answer.
pub(super) fn start(turn: &mut Turn<'_>, service: Service) -> Result<(), Need> {
    let Some(form) = form(service) else { return press::stale(turn) };
    turn.session.thread = None;
    turn.session.misses = 0;
    let texts = texts(turn);
    let mut filled = Filled { form: service, answers: Vec::new() };
    let mut lead = (form.intro)(texts);
    match &turn.session.matter {
        Some(matter) if matter.service != Service::Unclear => {
            lead = format!("{lead}\n{}", texts.form_known(wording::quoted(&matter.text)));
            filled.answers.push(Given::Words(matter.text.clone()));
            turn.session.pending = None;
        }
        _ => turn.session.matter = None,
    }
    turn.session.flow = Flow::Form(filled.clone());
    ask(turn, &filled, Some(lead));
    Ok(())
}

/// Asks the first question without an answer.
pub(super) fn ask(turn: &mut Turn<'_>, filled: &Filled, lead: Option<String>) {
    let Some((form, field)) = current(filled) else { return };
    let texts = texts(turn);
    let at = filled.answers.len();
    let question = texts.form_step(at + 1, form.fields.len(), (field.question)(texts));
    let text = lead.map_or_else(|| question.clone(), |lead| format!("{lead}\n\n{question}"));
    let option = |(number, option): (usize, &fn(&FormTexts) -> String)| {
        Choice::new(option(texts), &Action::Option { form: filled.form, step: at, number })
    };
    let options: Vec<Choice> = (0..).zip(field.options).map(option).collect();
    let ways_out = ways_out(turn, field);
    let columns = if options.iter().all(|option| option.label.chars().count() <= 8) { 2 } else { 1 };
    turn.ask(text, options, columns, ways_out);
}

/// Words while a form is open.
pub(super) fn words(turn: &mut Turn<'_>, text: &str, reading: &Reading) -> Result<(), Need> {
    let Flow::Form(filled) = turn.session.flow.clone() else { return Ok(()) };
    let said_something = text.chars().any(char::is_alphanumeric);
    match current(&filled) {
        Some((_, field)) if field.own_words && said_something => {
            let matter = Matter { service: filled.form, ..act::matter(text, reading) };
            let words = matter.text.clone();
            if filled.answers.is_empty() {
                told(turn, matter);
            }
            given(turn, filled, Given::Words(words))
        }
        _ => {
            let lead = texts(turn).form_pick();
            ask(turn, &filled, Some(lead));
            Ok(())
        }
    }
}

/// An option was tapped; one of another question no longer counts.
pub(super) fn option(turn: &mut Turn<'_>, service: Service, step: usize, number: usize) -> Result<(), Need> {
    let Flow::Form(filled) = turn.session.flow.clone() else { return press::stale(turn) };
    let option = current(&filled).and_then(|(_, field)| field.options.get(number));
    let Some(option) = option.filter(|_| filled.form == service && filled.answers.len() == step) else {
        return press::stale(turn);
    };
    if filled.answers.is_empty() {
        let text = option(staff_texts(turn));
        told(turn, Matter { text, service, topic: None, intent: None });
    }
    given(turn, filled, Given::Option(number))
}

/// The question is left open, where it may be.
pub(super) fn skipped(turn: &mut Turn<'_>) -> Result<(), Need> {
    match turn.session.flow.clone() {
        Flow::Form(filled) if current(&filled).is_some_and(|(_, field)| field.optional) => {
            given(turn, filled, Given::Skipped)
        }
        _ => press::stale(turn),
    }
}

/// One question back; before the first, out of the form.
pub(super) fn back(turn: &mut Turn<'_>, mut filled: Filled) -> Result<(), Need> {
    if filled.answers.pop().is_none() {
        return commands::cancel(turn);
    }
    if filled.answers.is_empty() {
        turn.session.matter = None;
    }
    turn.session.thread = None;
    turn.session.flow = Flow::Form(filled.clone());
    ask(turn, &filled, None);
    Ok(())
}

/// The answers as staff read them, label and answer.
pub(super) fn details(turn: &Turn<'_>, filled: &Filled) -> Vec<(String, String)> {
    let texts = staff_texts(turn);
    let fields = form(filled.form).map_or(&[][..], |form| form.fields);
    let answered = fields.iter().zip(&filled.answers);
    let lines =
        answered.filter_map(|(field, given)| Some(((field.label)(texts), written(texts, field, given)?)));
    lines.collect()
}

/// Whether the answers say that it cannot wait.
pub(super) fn is_urgent(filled: &Filled) -> bool {
    match filled.form {
        Service::LegalAid => aid::is_urgent(&filled.answers),
        Service::Mediation => mediation::is_urgent(&filled.answers),
        _ => false,
    }
}

/// What a service's case is said to lead to, below the notice that it was opened.
pub(super) fn epilogue(turn: &Turn<'_>, service: Service) -> Option<String> {
    (service == Service::Mediation).then(|| texts(turn).mediation_next())
}

/// Whether the open question asks for a story, in which anything may come up.
pub(super) fn is_story(turn: &Turn<'_>) -> bool {
    match &turn.session.flow {
        Flow::Form(filled) => filled.answers.is_empty(),
        _ => false,
    }
}

/// What it is all about, after what was said when the form was asked for.
fn told(turn: &mut Turn<'_>, mut matter: Matter) {
    if let Some(before) = turn.session.pending.take() {
        matter.text = format!("{before}\n{}", matter.text);
    }
    turn.session.matter = Some(matter);
}

fn given(turn: &mut Turn<'_>, mut filled: Filled, answer: Given) -> Result<(), Need> {
    turn.session.thread = None;
    filled.answers.push(answer);
    if current(&filled).is_some() {
        turn.session.flow = Flow::Form(filled.clone());
        ask(turn, &filled, None);
        return Ok(());
    }
    if filled.form == Service::LegalAid {
        let list = aid::papers(texts(turn), &filled.answers);
        turn.reply(list);
    }
    open::wanted(turn, filled.form, Some(filled))
}

fn current(filled: &Filled) -> Option<(&'static Form, &'static Field)> {
    let form = form(filled.form)?;
    Some((form, form.fields.get(filled.answers.len())?))
}

fn written(texts: &FormTexts, field: &Field, given: &Given) -> Option<String> {
    match given {
        Given::Option(number) => field.options.get(*number).map(|option| option(texts)),
        Given::Words(words) => Some(words.clone()),
        Given::Skipped => None,
    }
}

/// Ways out of a question. While a case came in between, words go there, so going on has a button of its own.
fn ways_out(turn: &Turn<'_>, field: &Field) -> Vec<Choice> {
    let texts = turn.texts();
    let skip = field.optional.then(|| Choice::new(texts.skip(), &Action::Skip));
    let resume = turn.session.thread.is_some().then(|| Choice::new(texts.resume(), &Action::Resume));
    let others = [Choice::new(texts.back(), &Action::Back), Choice::new(texts.cancel(), &Action::Cancel)];
    resume.into_iter().chain(skip).chain(others).collect()
}

fn texts<'world>(turn: &Turn<'world>) -> &'world FormTexts {
    turn.world.rules.texts.form(turn.session.lang)
}

fn staff_texts<'world>(turn: &Turn<'world>) -> &'world FormTexts {
    turn.world.rules.texts.form(Lang::Zh)
}
