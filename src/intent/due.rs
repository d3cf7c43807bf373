//! Counting a period of the law from what a message tells: 去年三月被辞退, so arbitration by this March.
//!
//! A date counts only if it stands beside a word of the event the period runs from, or in a clause of its own beside it. Where
//! the words leave room (去年, 三个月), the earliest day is counted from, and the latest is kept to say how sure the end is.

mod apart;
mod said;

use apart::Apart;
use chrono::{NaiveDate, NaiveTime};

use crate::domain::lang::Lang;

use super::Citation;
use super::entities::{Entity, Moment, Span, Value};
use super::laws::Cited;

/// A text in both languages.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Words {
    fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Zh => &self.zh,
        }
    }
}

/// A period as its table describes it.
#[derive(Clone, Debug)]
pub struct Period {
    /// The topics and intents it is told for; `*` is all.
    pub of: Vec<String>,
    /// And those it is not told for.
    pub except: Vec<String>,
    /// Words for the event it runs from.
    pub events: Vec<String>,
    /// Words one of which the message has to have, if there are any; and words that say that another period runs.
    pub when: Vec<String>,
    /// See `when`.
    pub unless: Vec<String>,
    /// What the end means.
    pub kind: Kind,
    /// How long passes before it begins.
    pub waits: Option<Span>,
    /// How long it runs.
    pub span: Span,
    /// The same as written.
    pub said: String,
    /// What is to be done.
    pub what: Words,
    /// The event it runs from.
    pub from: Words,
    /// What to beware of.
    pub caution: Words,
}

/// What the end of a period means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It is to be done before the end.
    Within,
    /// It can be done only from then on.
    NotBefore,
    /// It is to be done so long before the event.
    Ahead,
}

/// A period with what it rests on.
#[derive(Clone, Debug)]
pub struct Due {
    pub(super) period: Period,
    pub(super) cited: Cited,
}

/// A period counted from what a message tells.
#[derive(Clone, Debug)]
pub struct Deadline<'a> {
    due: &'a Due,
    /// The day it is counted from: the earliest that may be meant, or the latest where one has to wait for the end.
    pub start: NaiveDate,
    /// Whether the day may also be a later one.
    pub about: bool,
    /// The first day on which it can be done, where that has to be waited for.
    pub opens: Option<NaiveDate>,
    /// Its end, counted from that day.
    pub until: NaiveDate,
    latest: NaiveDate,
}

/// How far off the end is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// There is time.
    Open,
    /// It ends in so many days, thirty at most; today is the last one where it is none.
    Soon(i64),
    /// It may have ended, or may end any day.
    Unsure,
    /// By this count it has ended; it may have been interrupted, or an exception may hold.
    Past,
}

/// Stands for every topic.
pub(super) const ALL: &str = "*";

/// So many days before its end a limitation is urgent.
const SOON: i64 = 30;

/// So many signs may stand between a date and its event, before and behind.
const REACH: (usize, usize) = (4, 8);
/// A length of time stands closer: 欠了三个月, 三个月没发.
const SPAN_REACH: (usize, usize) = (2, 1);

impl Due {
    /// Whether it is told for an intent or a topic.
    pub(super) fn is_of(&self, intent: Option<&str>, topic: Option<&str>) -> bool {
        let names =
            |list: &[String], name: Option<&str>| name.is_some_and(|name| list.iter().any(|it| it == name));
        let Period { of, except, .. } = &self.period;
        let told = names(of, Some(ALL)) || names(of, intent) || names(of, topic);
        told && !names(except, intent) && !names(except, topic)
    }

    /// Whether the message has the words it is told for and none that it is not told for.
    fn is_meant(&self, text: &str) -> bool {
        let Period { when, unless, .. } = &self.period;
        if when.is_empty() && unless.is_empty() {
            return true;
        }
        let text = said::plain(text);
        let has = |words: &[String]| said::has(&text, words);
        (when.is_empty() || has(when)) && !has(unless)
    }

    /// Counted from the date or length of time that stands nearest to the event.
    pub(super) fn counted(&self, text: &str, entities: &[Entity], today: NaiveDate) -> Option<Deadline<'_>> {
        if !self.is_meant(text) {
            return None;
        }
        let nearest = entities.iter().filter_map(|entity| {
            let (first, last, about) = self.event_day(entity, today)?;
            Some((self.gap(entity, text)?, (first, last, about)))
        });
        let (_, (first, last, about)) = nearest.min_by_key(|(gap, _)| *gap)?;
        // Whoever comes too early has come in vain.
        let start = if self.period.kind == Kind::NotBefore { last } else { first };
        Some(Deadline {
            due: self,
            start,
            about: about || first != last,
            opens: self.opens(start),
            until: self.end(start)?,
            latest: self.end(last)?,
        })
    }

    /// The day behind the last of those that have to pass first.
    fn opens(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.period.waits?.after(day.and_time(NaiveTime::MIN))?.date().succ_opt()
    }

    fn end(&self, day: NaiveDate) -> Option<NaiveDate> {
        let day = day.and_time(NaiveTime::MIN);
        let Period { kind, waits, span, .. } = &self.period;
        let end = match kind {
            Kind::Ahead => span.before(day)?,
            Kind::Within | Kind::NotBefore => span.after(waits.unwrap_or_default().after(day)?)?,
        };
        Some(end.date())
    }

    /// The first and last day the event may have been, and whether that is only about so.
    fn event_day(&self, entity: &Entity, today: NaiveDate) -> Option<(NaiveDate, NaiveDate, bool)> {
        match entity.value {
            Value::Moment(moment) if self.period.kind == Kind::Ahead => {
                let (first, last) = days(moment)?;
                (first > today).then_some((first, last, moment.about))
            }
            Value::Moment(moment) => {
                // 三天内 begins today and tells of no event.
                let (first, last) = days(moment.in_the_past(today)?)?;
                (last <= today || first < today).then_some((first, last.min(today), moment.about))
            }
            Value::Span(span)
                if self.period.kind != Kind::Ahead
                    && span.minutes == 0
                    && (span.about || !entity.ambiguous) =>
            {
                let today = today.and_time(NaiveTime::MIN);
                let (first, last) = (span.longest().before(today)?.date(), span.before(today)?.date());
                Some((first, last, true))
            }
            _ => None,
        }
    }

    /// How far it stands from a word of the event; what stands in a clause of its own is farther than what stands in that of the event.
    fn gap(&self, entity: &Entity, text: &str) -> Option<usize> {
        self.gap_within(entity, text).or_else(|| self.gap_apart(entity, text))
    }

    fn gap_apart(&self, entity: &Entity, text: &str) -> Option<usize> {
        let (apart, events) = (Apart::of(text, (entity.start, entity.end))?, &self.period.events);
        let is_span = matches!(entity.value, Value::Span(_));
        if apart.is_behind(events) {
            return (!is_span || apart.since).then_some(REACH.1 + 1);
        }
        (!is_span && apart.is_before(events)).then_some(REACH.1 + 2)
    }

    fn gap_within(&self, entity: &Entity, text: &str) -> Option<usize> {
        let events = &self.period.events;
        let (before, behind) = entity.beside(text, events, REACH.1);
        let within = |gap: Option<usize>, reach| gap.filter(|gap| *gap <= reach);
        if !matches!(entity.value, Value::Span(_)) {
            let gaps = [within(before, REACH.0), within(behind, REACH.1)];
            return gaps.into_iter().flatten().min();
        }
        // 三个月没发 tells since when, 三年辞退 does not; nor does 辞退赔三个月工资.
        let undone: Vec<String> = events.iter().filter(|it| is_undone(it)).cloned().collect();
        let (_, behind) = entity.beside(text, &undone, SPAN_REACH.1);
        let owed = text.get(entity.end..).is_some_and(|rest| PAY.iter().any(|word| rest.starts_with(word)));
        // "Fired after two years" tells how long the work was; in English only what was not done has lasted.
        let english = entity.words(text).ends_with(|sign: char| sign.is_ascii_alphabetic());
        let told = if owed || english { &undone } else { events };
        let nearer = Entity { start: past_filler(text, entity.start), ..*entity };
        let before = [entity, &nearer].into_iter().filter_map(|it| it.beside(text, told, SPAN_REACH.0).0);
        before.min().or(behind)
    }
}

/// Whether an event is that something was not done: it lasts.
fn is_undone(event: &str) -> bool {
    const BEGINNINGS: &[&str] = &["not ", "unpaid", "owe", "hasn't", "haven't", "didn't", "doesn't", "don't"];
    event.starts_with(['没', '不', '未', '拖', '欠']) || BEGINNINGS.iter().any(|it| event.starts_with(it))
}

/// What a length of time may be the measure of, and tells of no event then.
const PAY: &[&str] = &["工资", "的工资", "补偿", "的补偿", "赔偿", "的赔偿", "月薪"];

/// Where 差不多一年 begins, or "for almost a year".
fn past_filler(text: &str, start: usize) -> usize {
    const WORDS: &[&str] = &[
        "for", "almost", "about", "nearly", "over", "than", "more", "the", "last", "past", "already", "now",
    ];
    let before = text.get(..start).unwrap_or_default();
    let mut rest = before.trim_end_matches(|sign| "差不多已经大概快都将近约有了又".contains(sign));
    while let Some(shorter) = WORDS.iter().find_map(|word| rest.trim_end().strip_suffix(word)) {
        rest = shorter;
    }
    rest.len()
}

/// The first and last day of a moment.
fn days(moment: Moment) -> Option<(NaiveDate, NaiveDate)> {
    let first = moment.from.date();
    Some((first, moment.last_day()?.max(first)))
}

impl Deadline<'_> {
    /// What is to be done.
    pub fn what(&self, lang: Lang) -> &str {
        self.due.period.what.in_lang(lang)
    }

    /// The event it runs from.
    pub fn from(&self, lang: Lang) -> &str {
        self.due.period.from.in_lang(lang)
    }

    /// What to beware of.
    pub fn caution(&self, lang: Lang) -> &str {
        self.due.period.caution.in_lang(lang)
    }

    /// How long it runs, in words.
    pub fn span(&self, lang: Lang) -> String {
        let Span { months, days, .. } = self.due.period.span;
        let counted = |count: u32, unit: &str| format!("{count} {unit}{}", if count == 1 { "" } else { "s" });
        match (lang, months, days) {
            (Lang::Zh, ..) => self.due.period.said.clone(),
            (Lang::En, 0, days) => counted(days, "day"),
            (Lang::En, months, _) if months % 12 == 0 => counted(months / 12, "year"),
            (Lang::En, months, _) => counted(months, "month"),
        }
    }

    /// What the end means.
    pub fn kind(&self) -> Kind {
        self.due.period.kind
    }

    /// What it rests on.
    pub fn citation(&self) -> &Citation {
        &self.due.cited.citation
    }

    /// How far off its end is. What one has to wait for never is urgent.
    pub fn standing(&self, today: NaiveDate) -> Standing {
        let left = (self.until - today).num_days();
        match self.kind() {
            Kind::NotBefore => Standing::Open,
            _ if self.latest < today => Standing::Past,
            _ if left == 0 && !self.about => Standing::Soon(0),
            _ if left < 1 => Standing::Unsure,
            _ if left <= SOON => Standing::Soon(left),
            _ => Standing::Open,
        }
    }
}

#[cfg(test)]
mod tests {
    mod english;

    use super::*;
    use crate::domain::service::Topic;
    use crate::intent::Catalogue;
    use crate::intent::testing::{catalogue, file};
    use crate::tomlfile::TomlFile;

    const TABLE: &str = r#"
        [[deadline]]
        of = ["work"]
        except = ["work.calm"]
        events = ["辞退", "拖欠", "没发"]
        span = "1年"
        law = "仲裁法 27"
        what = "申请仲裁"
        what_en = "arbitration"
        from = "离职"
        from_en = "leaving"
        caution = "在职的不受限。"
        caution_en = "Not while employed."

        [[deadline]]
        of = ["divorce"]
        events = ["申请"]
        waits = "30日"
        span = "30日"
        law = "民法典 1077"
        what = "领证"
        what_en = "collect"
        from = "申请"
        from_en = "application"
        caution = "不领视为撤回。"
        caution_en = "Or it lapses."

        [[deadline]]
        of = ["divorce"]
        events = ["判不离"]
        kind = "not_before"
        span = "6个月"
        law = "民法典 1079"
        what = "再起诉"
        what_en = "sue again"
        from = "判决"
        from_en = "judgment"
        caution = "对方不受限。"
        caution_en = "The other side may."

        [[deadline]]
        of = ["owners"]
        events = ["到期"]
        kind = "ahead"
        span = "60日"
        law = "旧法 1"
        what = "通知"
        what_en = "tell"
        from = "解聘"
        from_en = "dismissal"
        caution = "书面。"
        caution_en = "In writing."
    "#;

    fn rules() -> Catalogue {
        let law = |name: &str, mark: &str| {
            format!(
                "[[law]]\nname = \"{name}\"\narticles = \"*\"\nmark = \"{mark}\"\nverified = \"2026-11-01\"\nreview_by = \"2027-11-22\"\n"
            )
        };
        let laws = [law("仲裁法", "V2"), law("民法典", "V2"), law("旧法", "V1")].concat();
        let topic = |key: &str| file(key, "area = \"综合咨询\"\n");
        let calm = crate::intent::testing::intent("calm", &["安静"], "");
        catalogue(&[
            TomlFile { name: "laws.toml".into(), text: laws },
            TomlFile { name: "deadlines.toml".into(), text: TABLE.into() },
            file("work", &format!("area = \"劳动纠纷\"\n{calm}")),
            topic("divorce"),
            topic("owners"),
        ])
    }

    /// Start, end and standing of the soonest period, on 20 November 2026.
    fn first(topic: &str, text: &str) -> Option<(String, String, Standing)> {
        let rules = rules();
        let now = "2026-11-20T10:00:00".parse().unwrap();
        let all = rules.deadlines(text, (None, Some(&Topic::new(topic))), now);
        let found = all.first()?;
        let about = if found.about { "~" } else { "" };
        Some((format!("{about}{}", found.start), found.until.to_string(), found.standing(now.date())))
    }

    fn found(start: &str, until: &str, standing: Standing) -> Option<(String, String, Standing)> {
        Some((start.into(), until.into(), standing))
    }

    #[test]
    fn a_period_runs_from_the_day_of_its_event() {
        use Standing::{Open, Past, Soon, Unsure};
        for (text, start, until, standing) in [
            ("2026年3月5日被公司辞退", "2026-03-05", "2027-03-05", Open),
            ("公司2025年12月1日把我辞退了", "2025-12-01", "2026-12-01", Soon(11)),
            ("去年三月被辞退", "~2025-03-01", "2026-03-01", Past),
            ("去年被辞退", "~2025-01-01", "2026-01-01", Unsure),
            ("去年十一月被辞退", "~2025-11-01", "2026-11-01", Unsure),
            ("半年前被辞退", "2026-05-20", "2027-05-20", Open),
            ("拖欠三个月工资", "~2026-08-20", "2027-08-20", Open),
            ("工资三个月没发了", "~2026-08-20", "2027-08-20", Open),
            ("辞退已经11个月了", "~2025-12-20", "2026-12-20", Soon(30)),
            ("25号被辞退的", "2026-10-25", "2027-10-25", Open),
            ("去年三月入职，上周五被辞退", "2026-11-13", "2027-11-13", Open),
            ("被公司辞退了，2026年3月5日的事", "2026-03-05", "2027-03-05", Open),
            ("2026年3月5日，公司把我辞退了", "2026-03-05", "2027-03-05", Open),
            ("3月5号入职 11月5号被辞退 就这个月", "2026-11-05", "2027-11-05", Open),
            ("被辞退了，快11个月了", "~2025-12-20", "2026-12-20", Soon(30)),
        ] {
            assert_eq!(first("work", text), found(start, until, standing), "{text}");
        }
    }

    #[test]
    fn what_is_not_beside_the_event_counts_for_nothing() {
        for text in [
            "干了两年被辞退",
            "2020年3月入职",
            "被辞退，我去年三月生了娃",
            "我去年三月结婚买房生娃现在被辞退",
            "要求三天内辞退",
            "明年三月要辞退我",
            "被辞退了",
            "被辞退了，三个月工资",
            "被辞退了，试用期，三个月",
            "工资5000被辞退",
            "",
        ] {
            assert_eq!(first("work", text), None, "{text}");
        }
        assert_eq!(first("divorce", "去年三月被辞退"), None);
    }

    #[test]
    fn some_wait_first_some_open_only_later_and_some_run_backwards() {
        assert_eq!(
            first("divorce", "11月1号申请离婚登记的"),
            found("2026-11-01", "2026-12-31", Standing::Open)
        );
        assert_eq!(first("divorce", "上个月5号判不离"), found("2026-10-05", "2027-04-05", Standing::Open));
        assert_eq!(
            first("owners", "合同2027年1月10日到期"),
            found("2027-01-10", "2026-11-11", Standing::Past)
        );
        assert_eq!(first("owners", "合同去年到期了"), None);
    }

    #[test]
    fn exceptions_and_unverified_laws_say_nothing() {
        let rules = rules();
        let work = Topic::new("work");
        let count = |intent, now: &str| {
            rules.deadlines("昨天被辞退", (intent, Some(&work)), now.parse().unwrap()).len()
        };
        assert_eq!(count(None, "2026-11-20T10:00:00"), 1);
        assert_eq!(count(Some("work.calm"), "2026-11-20T10:00:00"), 0);
        assert_eq!(count(None, "2027-11-23T10:00:00"), 0);
    }

    #[test]
    fn the_length_is_said_in_both_languages() {
        let rules = rules();
        let now = "2026-11-20T10:00:00".parse().unwrap();
        let spans = |topic: &str, text: &str| {
            let topic = Topic::new(topic);
            let all = rules.deadlines(text, (None, Some(&topic)), now);
            [Lang::Zh, Lang::En].map(|lang| all[0].span(lang))
        };
        assert_eq!(spans("work", "昨天被辞退"), ["1年", "1 year"]);
        assert_eq!(spans("divorce", "昨天申请的"), ["30日", "30 days"]);
        assert_eq!(spans("divorce", "昨天判不离"), ["6个月", "6 months"]);
    }
}
