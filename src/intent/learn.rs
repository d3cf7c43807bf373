//! How runs come by their points: fitted to sentences of which somebody said what they want.
//!
//! One target against all others, by dual coordinate descent for a linear classifier with squared hinge loss
//! (Hsieh et al., ICML 2008). Must not know rules, nor where sentences come from.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write;

use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use serde::Deserialize;

use crate::domain::service::Service;

use super::area;
use super::rules::index;
use super::tokens::{BEGIN, runs};

/// A sentence and what is right for it.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Lesson {
    /// As somebody wrote it.
    pub text: String,
    /// The services that are right, the best first.
    #[serde(default)]
    pub service: Vec<String>,
    /// The field of law.
    #[serde(default)]
    pub label: String,
    /// Other fields that are right too.
    #[serde(default)]
    pub also: Vec<String>,
    /// Which intent of the service.
    #[serde(default)]
    pub intent: String,
    /// How much it counts beside others.
    #[serde(default = "one")]
    pub weight: f32,
}

const fn one() -> f32 {
    1.0
}

/// A run has to be in so many sentences.
const LEAST: usize = 4;
/// How much a sentence on the wrong side costs beside what points cost.
const COST: f32 = 1.5;
const ROUNDS: usize = 30;
/// So many units of the file are a whole.
const UNITS: f32 = 20.0;

/// A lesson as the fit sees it.
struct Sample {
    runs: Vec<u32>,
    /// What each of its runs counts: so that all together have the length 1.
    each: f32,
    cost: f32,
}

/// Learns; gives the text of `wording.toml`. `plain` puts a text into the signs that are matched.
pub fn learn(lessons: &[Lesson], plain: impl Fn(&str) -> Vec<char>) -> String {
    let (names, samples) = samples(lessons, plain);
    let mut text = String::from(HEAD);
    for (kind, targets) in [("service", services(lessons)), ("area", areas(lessons)), ("intent", intents(lessons))] {
        if !targets.is_empty() {
            let _ = writeln!(text, "\n[{kind}]");
        }
        for target in targets {
            let wanted: Vec<Option<bool>> = lessons.iter().map(|lesson| speaks_for(lesson, kind, &target)).collect();
            let (points, usual) = fit(&samples, &wanted, names.len());
            write_target(&mut text, &target, &names, &points, usual);
        }
    }
    text
}

const HEAD: &str = "# How people put it: runs of one or two signs (a Latin word counts as a sign), and how much each speaks for a service, a field of\n\
    # law or an intent, or against it. `^` is the begin of a message, `$` its end; `^` alone is what every message gets.\n\
    # Written by `fengqiao intents learn`; see docs/intents.md.\n";

/// The names of the runs, and each lesson in their numbers.
fn samples(lessons: &[Lesson], plain: impl Fn(&str) -> Vec<char>) -> (Vec<String>, Vec<Sample>) {
    let all: Vec<(usize, HashSet<String>)> = lessons
        .iter()
        .map(|lesson| {
            let runs = runs(&plain(&lesson.text));
            (runs.len(), runs.into_iter().collect())
        })
        .collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    all.iter().flat_map(|(_, runs)| runs).for_each(|run| *counts.entry(run).or_default() += 1);
    let names: Vec<String> =
        counts.iter().filter(|&(_, &count)| count >= LEAST).map(|(run, _)| (*run).to_owned()).collect();
    let numbers: HashMap<&str, u32> = names.iter().map(String::as_str).zip(0..).collect();
    let samples = all.iter().zip(lessons).map(|((length, runs), lesson)| Sample {
        runs: runs.iter().filter_map(|run| numbers.get(run.as_str()).copied()).collect(),
        each: 1.0 / root(*length),
        cost: COST * lesson.weight,
    });
    let samples = samples.collect();
    (names, samples)
}

fn root(number: usize) -> f32 {
    u16::try_from(number).map_or(f32::from(u16::MAX), f32::from).sqrt()
}

fn services(lessons: &[Lesson]) -> Vec<String> {
    let named = |service: &&Service| lessons.iter().any(|it| it.service.first().is_some_and(|it| it == service.code()));
    Service::ALL.iter().filter(named).map(|it| it.code().to_owned()).collect()
}

fn areas(lessons: &[Lesson]) -> Vec<String> {
    let named = |area: &&str| lessons.iter().any(|it| it.label == *area);
    area::ALL.into_iter().filter(|area| named(&area)).map(ToOwned::to_owned).collect()
}

fn intents(lessons: &[Lesson]) -> Vec<String> {
    let mut all: Vec<String> = lessons.iter().map(|it| it.intent.clone()).filter(|it| !it.is_empty()).collect();
    all.sort();
    all.dedup();
    all
}

/// Whether a lesson speaks for a target or against it; none if it says nothing of it.
fn speaks_for(lesson: &Lesson, kind: &str, target: &str) -> Option<bool> {
    let (best, others): (Option<&str>, &[String]) = match kind {
        "service" => (lesson.service.first().map(String::as_str), &lesson.service),
        "area" => (Some(lesson.label.as_str()).filter(|it| area::known(it).is_some()), &lesson.also),
        _ => (Some(lesson.intent.as_str()).filter(|it| !it.is_empty()), &[]),
    };
    let best = best?;
    if best == target {
        return Some(true);
    }
    (!others.iter().any(|other| other == target)).then_some(false)
}

/// What each run is worth to a target, and what every message is.
fn fit(samples: &[Sample], wanted: &[Option<bool>], runs: usize) -> (Vec<f32>, f32) {
    let mut points = vec![0.0; runs];
    let mut usual = 0.0;
    let mut duals = vec![0.0_f32; samples.len()];
    let mut order: Vec<usize> = (0..samples.len()).filter(|&at| wanted.get(at).is_some_and(Option::is_some)).collect();
    let mut random = StdRng::seed_from_u64(1);
    for _ in 0..ROUNDS {
        order.shuffle(&mut random);
        for &at in &order {
            let (Some(sample), Some(Some(wanted)), Some(dual)) = (samples.get(at), wanted.get(at), duals.get_mut(at)) else {
                continue;
            };
            let side = if *wanted { 1.0 } else { -1.0 };
            let sum: f32 = sample.runs.iter().filter_map(|&run| points.get(index(run))).sum::<f32>() * sample.each + usual;
            let softness = 0.5 / sample.cost;
            let gradient = side * sum - 1.0 + softness * *dual;
            let count = u16::try_from(sample.runs.len()).map_or(f32::from(u16::MAX), f32::from);
            let curvature = count * sample.each * sample.each + 1.0 + softness;
            let next = (*dual - gradient / curvature).max(0.0);
            let step = (next - *dual) * side;
            *dual = next;
            usual += step;
            for &run in &sample.runs {
                if let Some(points) = points.get_mut(index(run)) {
                    *points += step * sample.each;
                }
            }
        }
    }
    (points, usual)
}

/// Writes the runs of a target, those that speak for it most first; what is hardly worth anything is left out.
fn write_target(text: &mut String, target: &str, names: &[String], points: &[f32], usual: f32) {
    let mut by_points: BTreeMap<i8, Vec<&str>> = BTreeMap::new();
    by_points.entry(units(usual)).or_default().push(BEGIN);
    for (name, &points) in names.iter().zip(points) {
        if units(points) != 0 {
            by_points.entry(units(points)).or_default().push(name);
        }
    }
    let _ = writeln!(text, "\"{target}\" = '''");
    for (points, runs) in by_points.iter().rev() {
        for line in runs.chunks(40) {
            let _ = writeln!(text, "{points} {}", line.join(" "));
        }
    }
    text.push_str("'''\n");
}

#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "it is clamped to what fits")]
fn units(points: f32) -> i8 {
    (points * UNITS).round().clamp(-127.0, 127.0) as i8
}
