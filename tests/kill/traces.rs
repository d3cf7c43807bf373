//! What a story leaves behind: the same, however often the process died in it.

use std::collections::BTreeMap;

use fengqiao::domain::message::Outbound;
use regex::Regex;

use crate::support::books;
use crate::support::bot_api::BotApi;

/// The words that tell a member of staff of words that may not have arrived.
const UNCERTAIN: &str = "可能没有送到";

/// What is compared, line by line, with everything taken out that differs from run to run: moments and ids.
pub async fn traces(url: &str) -> Vec<String> {
    let names = names(url).await;
    let mut lines = Vec::new();
    for (of, sql) in [
        ("inbound", INBOUND),
        ("session", SESSIONS),
        ("case", CASES),
        ("entry", ENTRIES),
        ("record", RECORDS),
        ("timer", TIMERS),
    ] {
        let rows = books::texts(url, sql).await;
        lines.extend(rows.iter().map(|row| format!("{of} {}", names.taken_out_of(row))));
    }
    for row in books::texts(url, OUTBOX).await {
        let (head, body) = row.split_once('\n').unwrap();
        let body: Outbound = serde_json::from_str(body).unwrap();
        // News of uncertain words is owed only where words became uncertain.
        if !body.text.contains(UNCERTAIN) {
            let labels: Vec<_> = body.buttons.iter().flatten().map(|button| &button.label).collect();
            lines.push(format!("outbox {}", names.taken_out_of(&format!("{head} {} {labels:?}", body.text))));
        }
    }
    lines
}

const INBOUND: &str = "
    SELECT c.peer || ' ' || i.status || ' ' || i.body FROM inbound i JOIN conversation c ON c.id = i.conversation_id
    ORDER BY c.peer, i.id";
const OUTBOX: &str = "
    SELECT c.peer || ' ' || o.purpose || CASE WHEN o.replaces_id IS NULL THEN '' ELSE ' amends' END || '
' || o.body FROM outbox o JOIN conversation c ON c.id = o.conversation_id ORDER BY c.peer, o.id";
const SESSIONS: &str = "SELECT peer || ' ' || session FROM conversation ORDER BY peer";
const CASES: &str = "
    SELECT c.peer || ' ' || k.service || ' ' || k.room || ' ' || k.state || ' ' || k.reach || ' ' || s.name || ' '
        || k.summary || ' ' || k.details || ' ' || COALESCE(k.outcome, '-') || ' ' || CAST(k.version AS TEXT)
    FROM cases k JOIN conversation c ON c.id = k.conversation_id LEFT JOIN staff s ON s.id = k.owner_id
    ORDER BY c.peer, k.id";
const ENTRIES: &str = "
    SELECT c.peer || ' ' || e.kind || ' ' || e.spoken_by || ' ' || e.words
    FROM case_entry e JOIN cases k ON k.id = e.case_id JOIN conversation c ON c.id = k.conversation_id
    WHERE e.kind <> 'undelivered' ORDER BY c.peer, e.id";
const RECORDS: &str = "
    SELECT c.peer || ' ' || r.kind || ' ' || r.service || ' ' || COALESCE(r.topic, '-')
    FROM record r JOIN conversation c ON c.id = r.conversation_id ORDER BY c.peer, r.id";
const TIMERS: &str = "
    SELECT c.peer || ' ' || t.kind FROM timer t JOIN cases k ON k.id = t.case_id
    JOIN conversation c ON c.id = k.conversation_id ORDER BY c.peer, t.kind";

/// What differs from run to run.
struct Names(Regex);

/// Cases' ids and codes, invitations, moments, and how long ago something was.
async fn names(url: &str) -> Names {
    let of_cases = books::texts(url, "SELECT id || '|' || code FROM cases").await;
    let mut words: Vec<String> = Vec::new();
    for pair in of_cases {
        let (id, code) = pair.split_once('|').unwrap();
        let (head, tail) = code.split_at(4);
        words.extend([id.to_owned(), code.to_owned(), format!("{head}-{tail}")]);
    }
    words.push("[0-9a-f]{40}".into());
    words.extend(["刚刚".into(), r"\d+ ?分钟前".into(), "周[一二三四五六日]".into(), r"\d+".into()]);
    Names(Regex::new(&words.join("|")).unwrap())
}

impl Names {
    fn taken_out_of(&self, line: &str) -> String {
        self.0.replace_all(line, "#").into_owned()
    }
}

/// Panics unless everybody saw what was sent to them: at least once, and words passed on exactly once.
pub async fn everybody_saw(api: &BotApi, url: &str, kills: usize, run: &str) {
    let sent = sent(url).await;
    for (peer, expected) in &sent {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for message in api.user(peer.parse().unwrap()).sees() {
            *seen.entry(message.text).or_default() += 1;
        }
        let mut owed: BTreeMap<&str, usize> = BTreeMap::new();
        expected.iter().for_each(|message| *owed.entry(message.text.as_str()).or_default() += 1);
        for message in expected {
            let (times, owed) = (seen.get(&message.text).copied().unwrap_or_default(), owed[&*message.text]);
            let fits = if message.is_relay { times == owed } else { times >= owed };
            assert!(fits, "{run}: {peer} sees {times} times {:?}: {seen:#?}", message.text);
        }
        let extra = seen.values().sum::<usize>().saturating_sub(expected.len());
        // One of each conversation is on its way at a time, and only that one can be repeated.
        assert!(extra <= 2 * kills, "{run}: {peer} sees {extra} messages too many: {seen:#?}");
    }
}

/// A message as it has to stand in its chat now.
struct Standing {
    text: String,
    is_relay: bool,
}

/// What each person was sent, in the wording that came last.
async fn sent(url: &str) -> BTreeMap<String, Vec<Standing>> {
    let mut by_id: BTreeMap<String, (String, Standing)> = BTreeMap::new();
    for row in books::texts(url, SENT).await {
        let (head, body) = row.split_once('\n').unwrap();
        let [peer, id, purpose] = head.split(' ').collect::<Vec<_>>()[..] else { panic!("{head}") };
        let body: Outbound = serde_json::from_str(body).unwrap();
        let standing = Standing { text: body.text.replace("**", ""), is_relay: purpose == "relay" };
        by_id.insert(id.to_owned(), (peer.to_owned(), standing));
    }
    let mut sent: BTreeMap<String, Vec<Standing>> = BTreeMap::new();
    for (peer, standing) in by_id.into_values() {
        sent.entry(peer).or_default().push(standing);
    }
    sent
}

/// An amendment comes after what it amends and takes its place.
const SENT: &str = "
    SELECT c.peer || ' ' || COALESCE(o.replaces_id, o.id) || ' ' || o.purpose || '
' || o.body FROM outbox o JOIN conversation c ON c.id = o.conversation_id
    WHERE o.status = 'sent' ORDER BY o.id";
