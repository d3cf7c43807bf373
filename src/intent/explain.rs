//! Why a message was understood as it was: for people who write rules.

use std::cmp::Reverse;
use std::fmt;

use serde::Serialize;

use super::area::Area;
use super::catalogue::{Catalogue, Scratch};
use super::reading::{Fired, Reading};
use super::rules::index;
use super::silenced::Silenced;

/// Everything that led to a verdict.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// As it came.
    pub text: String,
    /// As the rules see it: folded and without needless signs.
    pub seen: String,
    /// What is wanted.
    pub service: &'static str,
    /// The field of law.
    pub topic: Option<String>,
    /// The portal label.
    pub area: Option<String>,
    /// The intent that won.
    pub intent: Option<String>,
    /// 0 to 100.
    pub score: u8,
    /// The intent that came next, and its points.
    pub runner_up: Option<Ranked>,
    /// What it asks about besides, in other fields of law.
    pub also: Vec<String>,
    /// The danger that may be meant though something else is likelier.
    pub danger: Option<String>,
    /// Every intent that fired, best first.
    pub intents: Vec<Ranked>,
    /// The fields of law with what patterns and wording say for them, strongest first.
    pub fields: Vec<Ranked>,
    /// The services with what patterns and wording say for them, best first.
    pub services: Vec<Ranked>,
    /// The runs of signs that say most of the best service, for or against.
    pub put: Vec<Ranked>,
    /// The questions of law that how it is put speaks for most, of those that have an answer, before patterns and the field are heard.
    pub questions: Vec<Ranked>,
    /// The rules of intents that fired.
    pub fired: Vec<Fired>,
    /// What a `not` or a `!` kept from firing.
    pub silenced: Vec<Silenced>,
    /// The places that were cut out.
    pub places: Vec<Word>,
    /// Every word that was found.
    pub words: Vec<Word>,
    /// Whether it asks.
    pub asks: bool,
    /// Whether it tells of others or of a screen.
    pub hearsay: bool,
}

/// A name and its points.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ranked {
    /// Of an intent, a field of law or a service; or a run of signs.
    pub name: String,
    /// Before they are cut to 100.
    pub points: i32,
}

/// A word of the message.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Word {
    /// As the rules see it.
    pub word: String,
    /// Its first sign, from 0.
    pub start: u32,
    /// The sign after its last.
    pub end: u32,
    /// Whether something before it negates it.
    pub negated: bool,
    /// Whether it is part of a place or a look-alike.
    pub gone: bool,
    /// Whether it stands in what the message asks.
    pub asked: bool,
}

/// So many questions of law are told.
const LIKELIEST: usize = 3;

impl Catalogue {
    /// Reads a message and tells why.
    pub fn explain(&self, text: &str) -> Explanation {
        let mut scratch = Scratch::default();
        let verdict = self.judge(text, &mut scratch);
        let intents: Vec<Ranked> = scratch
            .points
            .ranked
            .iter()
            .filter_map(|&(number, points)| {
                Some(Ranked { name: self.intent_name(number)?.to_owned(), points })
            })
            .collect();
        let silenced = self.silenced(&scratch);
        let Reading { service, topic, area, intent, score, matched, also, danger, asks, .. } =
            self.tell(&verdict, &scratch);
        Explanation {
            text: text.to_owned(),
            seen: scratch.found.signs.text(),
            service: service.code(),
            topic: topic.map(|topic| topic.as_str().to_owned()),
            area,
            score,
            runner_up: intents.iter().find(|it| Some(&it.name) != intent.as_ref()).cloned(),
            also,
            danger,
            intent,
            intents,
            fields: ranked_fields(&scratch),
            services: ranked_services(&scratch),
            put: self.put(&scratch),
            questions: self.questions(&scratch),
            fired: matched,
            silenced,
            places: named_places(&scratch),
            words: self.found_words(&scratch),
            asks,
            hearsay: scratch.found.hearsay,
        }
    }

    /// The runs that say most of the service that has most.
    fn put(&self, scratch: &Scratch) -> Vec<Ranked> {
        let Some(&(best, _)) = scratch.points.ranked_services().first() else { return Vec::new() };
        let reasons = self.wording.reasons(scratch.found.signs.all(), best).into_iter();
        reasons.map(|(run, units)| Ranked { name: run, points: units.into() }).collect()
    }

    /// The questions of law that are likeliest by how it is put.
    fn questions(&self, scratch: &Scratch) -> Vec<Ranked> {
        let mut all: Vec<(u16, i32)> = self.wording.questions(&scratch.heard).collect();
        all.sort_by_key(|it| Reverse(it.1));
        let named = all.into_iter().filter_map(|(it, points)| Some((self.intent_name(it)?, points)));
        named.take(LIKELIEST).map(|(name, points)| Ranked { name: name.to_owned(), points }).collect()
    }

    fn found_words(&self, scratch: &Scratch) -> Vec<Word> {
        let word = |hit: &super::hit::Hit| {
            Some(Word {
                word: self.rules.literal(hit.literal)?.text.to_string(),
                start: hit.start,
                end: hit.end,
                negated: hit.negator().is_some(),
                gone: hit.is_gone(),
                asked: hit.is_asked(),
            })
        };
        scratch.found.hits.iter().filter_map(word).collect()
    }
}

/// Fields that nothing speaks for are left out.
fn ranked_fields(scratch: &Scratch) -> Vec<Ranked> {
    let mut fields: Vec<(Area, i32)> = scratch.points.fields.known().filter(|it| it.1 > 0).collect();
    fields.sort_by_key(|&(area, strength)| (Reverse(strength), area));
    fields.into_iter().map(|(area, points)| Ranked { name: area.label().to_owned(), points }).collect()
}

fn ranked_services(scratch: &Scratch) -> Vec<Ranked> {
    let services = scratch.points.ranked_services().into_iter();
    services.map(|(service, points)| Ranked { name: service.code().to_owned(), points }).collect()
}

fn named_places(scratch: &Scratch) -> Vec<Word> {
    let word = |&(start, end, _): &(u32, u32, u32)| Word {
        word: scratch.found.signs.part(index(start), index(end)),
        start,
        end,
        negated: false,
        gone: false,
        asked: false,
    };
    scratch.found.places.iter().map(word).collect()
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "message   {}", self.text)?;
        writeln!(f, "seen as   {}", self.seen)?;
        let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "none".into());
        writeln!(f, "verdict   {} ({}), intent {}", self.service, self.score, or_none(&self.intent))?;
        writeln!(f, "topic     {} · {}", or_none(&self.topic), self.area.as_deref().unwrap_or("no area"))?;
        if let Some(next) = &self.runner_up {
            writeln!(f, "runner-up {} ({})", next.name, next.points)?;
        }
        if !self.also.is_empty() {
            writeln!(f, "also      {}", self.also.join(" · "))?;
        }
        if let Some(danger) = &self.danger {
            writeln!(f, "danger?   {danger}")?;
        }
        let ranked = |all: &[Ranked]| {
            all.iter().map(|it| format!("{} {}", it.name, it.points)).collect::<Vec<_>>().join(" · ")
        };
        writeln!(f, "intents   {}", ranked(&self.intents))?;
        writeln!(f, "fields    {}", ranked(&self.fields))?;
        if !self.services.is_empty() {
            writeln!(f, "services  {}", ranked(&self.services))?;
            writeln!(f, "put       {}", ranked(&self.put))?;
        }
        if !self.questions.is_empty() {
            writeln!(f, "questions {}", ranked(&self.questions))?;
        }
        for fired in &self.fired {
            writeln!(f, "fired     {} by {} = {}", fired.intent, fired.words.join(" + "), fired.weight)?;
        }
        for silenced in &self.silenced {
            writeln!(f, "silenced  {silenced}")?;
        }
        for place in &self.places {
            writeln!(f, "place     {} at {}..{}", place.word, place.start, place.end)?;
        }
        for word in &self.words {
            writeln!(f, "word      {word}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}..{}", self.word, self.start, self.end)?;
        let notes = [
            (self.negated, "negated"),
            (self.gone, "part of a place or look-alike"),
            (!self.asked, "in the story, not the question"),
        ];
        for (_, note) in notes.iter().filter(|(holds, _)| *holds) {
            write!(f, ", {note}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::intent::testing::village_catalogue;

    #[test]
    fn it_tells_what_fired_where_and_what_came_next() {
        let explanation = village_catalogue().explain("劳动三村的老板拖欠工资，老公要退彩礼，不要调解");
        assert_eq!(explanation.intent.as_deref(), Some("marriage.bride_price"));
        assert_eq!(explanation.runner_up.as_ref().unwrap().name, "labour.unpaid");
        assert_eq!(explanation.places[0].word, "劳动三村");
        let shown = explanation.to_string();
        for line in [
            "verdict   consultation (",
            "runner-up labour.unpaid (",
            "fired     labour.unpaid by 拖欠 + 工资 = 60",
            "place     劳动三村 at 0..4",
            "word      劳动 at 0..2, part of a place or look-alike",
            "word      调解 at 21..23, negated",
        ] {
            assert!(shown.contains(line), "{line} in\n{shown}");
        }
    }

    #[test]
    fn it_tells_which_questions_of_law_are_likeliest_by_how_it_is_put() {
        use crate::intent::testing::{catalogue, village, wording};
        let table =
            "[question]\n\"marriage.bride_price\" = '40 彩礼'\n\"labour.unpaid\" = '''30 工资\n-20 ^'''\n";
        let shown = catalogue(&[village(), vec![wording(table)]].concat()).explain("彩礼").to_string();
        assert!(shown.contains("questions marriage.bride_price 89 · labour.unpaid -100"), "{shown}");
    }

    #[test]
    fn its_verdict_is_that_of_the_matcher() {
        let catalogue = village_catalogue();
        for text in ["老公离婚", "我老公", "想调解", "取消", "我住杨家坪", "老板拖欠工资"]
        {
            let (told, read) = (catalogue.explain(text), catalogue.read(text));
            assert_eq!(told.topic.as_deref(), read.topic.as_ref().map(|topic| topic.as_str()), "{text}");
            assert_eq!((told.area, told.intent, told.score), (read.area, read.intent, read.score), "{text}");
        }
    }

    #[test]
    fn it_tells_the_same_as_json() {
        let explanation = village_catalogue().explain("啷个离婚");
        let json = serde_json::to_value(&explanation).unwrap();
        assert_eq!(json["seen"], "怎么离婚");
        assert_eq!(json["topic"], "marriage");
        assert_eq!(json["fields"][0]["name"], "婚姻家庭");
        assert_eq!(json["asks"], true);
    }
}
