//! What patterns say and how it is put, weighed against each other.
//!
//! Must not know words, nor runs.

use super::{IntentFacts, Points, Verdict, nothing, percent};
use crate::domain::service::Service;
use crate::intent::reading::SURE;
use crate::intent::source::Priority;
use crate::intent::wording::{Heard, Wording};

/// What a point of a pattern is worth beside one of the wording, in percent: one that asks for something by name is surer than one that
/// only knows a field of law.
const NAMED: i32 = 120;
const TOLD: i32 = 40;

impl Points {
    /// Weighs.
    pub fn weigh(&self, rules: Verdict, wording: &Wording, heard: &Heard, intents: &[IntentFacts]) -> Verdict {
        let scored = |(&service, points): (&Service, i32)| {
            let known = if service == rules.service { gain(&rules, intents) } else { 0 };
            (service, points + known)
        };
        let Some((best, _)) = wording.services.points(heard).map(scored).max_by_key(|it| it.1) else { return rules };
        if best == rules.service {
            return rules;
        }
        self.as_service(best, rules, wording, heard, intents)
    }

    fn as_service(&self, service: Service, rules: Verdict, wording: &Wording, heard: &Heard, intents: &[IntentFacts]) -> Verdict {
        let of = |intent: u16| intents.get(usize::from(intent)).is_some_and(|it| it.service == service);
        let fired = self.ranked.iter().find(|it| of(it.0)).map(|it| it.0);
        let put = wording.intents.points(heard).filter(|it| of(*it.0)).max_by_key(|it| it.1);
        let first = || intents.iter().zip(0..).find(|it| it.0.service == service).map(|it| it.1);
        let intent = fired.or(put.map(|it| *it.0)).or_else(first);
        if service == Service::Unclear || service == Service::Consultation {
            return Verdict { service, score: if service == Service::Unclear { SURE - 1 } else { SURE }, ..nothing() };
        }
        Verdict { service, intent, score: percent(SURE.into()), likely: rules.likely, ..nothing() }
    }
}

fn gain(rules: &Verdict, intents: &[IntentFacts]) -> i32 {
    let priority = rules.intent.and_then(|it| intents.get(usize::from(it))).map(|it| it.priority);
    let worth = match priority {
        Some(Priority::Danger | Priority::Command | Priority::Service) => NAMED,
        _ => TOLD,
    };
    i32::from(rules.score) * worth / 100
}
