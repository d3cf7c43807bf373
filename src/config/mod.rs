//! Settings: one file, the environment and flags, parsed into values that cannot be wrong.
//!
//! Every fault of every layer is found at once. Must not know what the settings are used for.

pub mod calendar;
pub mod directory;
pub mod editable;
mod layers;
pub mod load;

use std::net::SocketAddr;
use std::time::Duration;

use secrecy::SecretString;

use crate::domain::opening::Week;
use crate::engine::rules::{BookingPolicy, Policy};
use crate::tomlfile::{Fault, TomlFile};
use layers::Layers;

/// All settings, checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// `database.url`; may hold a password.
    pub database_url: SecretString,
    /// `[http]`.
    pub http: Http,
    /// `[telegram]`; `None` without a token.
    pub telegram: Option<Telegram>,
    /// `[casework]`.
    pub policy: Policy,
    /// `staff.invite_valid_hours`.
    pub invite_valid: Duration,
    /// `[retention]`.
    pub retention: Retention,
    /// `[log]`.
    pub log: Log,
}

/// How the web is served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Http {
    /// The address to listen on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Without a slash at its end.
    pub public_url: String,
    /// Origins that may show the chat page in a frame.
    pub embed_in: Vec<String>,
}

impl Http {
    /// Whether somebody has said what people reach us by; else links lead to this machine.
    pub fn is_public(&self) -> bool {
        self.public_url != local_url(self.listen)
    }

    /// The same once it is known where we listen: a free port has got its number.
    #[must_use]
    pub fn listening(mut self, listen: SocketAddr) -> Self {
        if self.public_url == local_url(self.listen) {
            self.public_url = local_url(listen);
        }
        self.listen = listen;
        self
    }
}

/// How Telegram is reached.
#[derive(Clone, Debug)]
pub struct Telegram {
    /// The bot's token.
    pub token: SecretString,
    /// Without a slash at its end.
    pub api_url: String,
    /// Where updates come from.
    pub mode: TelegramMode,
}

/// Where Telegram's updates come from.
#[derive(Clone, Debug)]
pub enum TelegramMode {
    /// We ask.
    Polling,
    /// Telegram calls, with this secret.
    Webhook(SecretString),
}

/// How long things are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// What nobody understood.
    pub unmatched: Duration,
}

/// How the log is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// As `tracing` names levels.
    pub level: String,
    /// Whether each line is JSON.
    pub json: bool,
}

/// Every key there is: section, key and default, as `config/gateway.toml` shows them.
const KEYS: &[(&str, &str, &str)] = &[
    ("database", "url", "sqlite://data/fengqiao.db"),
    ("http", "listen", "127.0.0.1:8080"),
    ("http", "public_url", ""),
    ("http", "embed_in", ""),
    ("telegram", "token", ""),
    ("telegram", "api_url", "https://api.telegram.org"),
    ("telegram", "mode", "polling"),
    ("telegram", "webhook_secret", ""),
    ("casework", "accept_within_minutes", "30"),
    ("casework", "answer_within_hours", "24"),
    ("casework", "urgent_within_hours", "4"),
    ("casework", "joint_people", "5"),
    ("casework", "quiet_from_hour", "21"),
    ("casework", "quiet_until_hour", "8"),
    ("casework", "office_hours", "mon-fri 09:00-12:00; mon-fri 14:00-18:00"),
    ("booking", "slot_minutes", "30"),
    ("booking", "hold_hours", "24"),
    ("booking", "days_ahead", "14"),
    ("booking", "change_until_hours", "4"),
    ("booking", "remind_eve_hour", "19"),
    ("booking", "remind_before_minutes", "120"),
    ("staff", "invite_valid_hours", "72"),
    ("retention", "unmatched_days", "180"),
    ("log", "level", "info"),
    ("log", "format", "text"),
];

impl Config {
    /// Reads the file, then `environment` (pairs of name and value), then `flags` (`section.key=value`). Faults of
    /// all of them go to `faults`; where there are some, the value returned holds defaults in their place.
    pub fn read(
        file: &TomlFile,
        environment: impl IntoIterator<Item = (String, String)>,
        flags: &[String],
        faults: &mut Vec<Fault>,
    ) -> Self {
        let mut layers = Layers::new(KEYS);
        layers.file(file, faults);
        layers.environment(environment, faults);
        layers.flags(flags, faults);
        let http = http(&layers, faults);
        let telegram = telegram(&layers, &http, faults);
        Self {
            database_url: layers.read("database", "url", faults, database_url).into(),
            policy: policy(&layers, &http, telegram.is_some(), faults),
            http,
            telegram,
            invite_valid: hours(
                layers.read("staff", "invite_valid_hours", faults, |text| whole(text, 1, 24 * 365)),
            ),
            retention: Retention {
                unmatched: hours(
                    24 * layers.read("retention", "unmatched_days", faults, |text| whole(text, 1, 3650)),
                ),
            },
            log: Log {
                level: layers.read("log", "level", faults, |text| {
                    one_of(text, &["error", "warn", "info", "debug", "trace"])
                }),
                json: layers.read("log", "format", faults, |text| one_of(text, &["text", "json"])) == "json",
            },
        }
    }
}

fn http(layers: &Layers, faults: &mut Vec<Fault>) -> Http {
    let listen: Option<SocketAddr> = layers.read("http", "listen", faults, |text| match text.parse() {
        Ok(address) => Ok(Some(address)),
        Err(_) => Err("must be an address and a port, for example 127.0.0.1:8080".to_owned()),
    });
    let listen = listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
    let public_url = layers.read("http", "public_url", faults, |text| match text {
        "" => Ok(local_url(listen)),
        _ => web_url(text),
    });
    Http {
        listen,
        public_url,
        embed_in: layers.read("http", "embed_in", faults, |text| {
            text.split_whitespace().map(|site| address(site, "*")).collect::<Result<Vec<_>, _>>()
        }),
    }
}

fn telegram(layers: &Layers, http: &Http, faults: &mut Vec<Fault>) -> Option<Telegram> {
    let token = layers.read("telegram", "token", faults, bot_token);
    let api_url = layers.read("telegram", "api_url", faults, web_url);
    let mode = layers.read("telegram", "mode", faults, |text| one_of(text, &["polling", "webhook"]));
    let secret = layers.read("telegram", "webhook_secret", faults, webhook_secret);
    if mode == "webhook" && !token.is_empty() {
        check_webhook(layers, http, &api_url, faults);
    }
    let mode = if mode == "webhook" { TelegramMode::Webhook(secret.into()) } else { TelegramMode::Polling };
    (!token.is_empty()).then(|| Telegram { token: token.into(), api_url, mode })
}

/// What a webhook needs besides.
fn check_webhook(layers: &Layers, http: &Http, api_url: &str, faults: &mut Vec<Fault>) {
    if layers.text("telegram", "webhook_secret").is_empty() {
        faults.push(layers.fault(
            "telegram",
            "webhook_secret",
            "must be set when telegram.mode is \"webhook\": without it anybody could send updates",
        ));
    }
    // A server of one's own, beside us, may call without encryption.
    let is_telegrams = api_url.starts_with("https://");
    if is_telegrams && !http.public_url.is_empty() && !http.public_url.starts_with("https://") {
        faults.push(layers.fault(
            "http",
            "public_url",
            "must begin with https:// when telegram.mode is \"webhook\": Telegram calls no other; set it, or use \"polling\"",
        ));
    }
}

fn policy(layers: &Layers, http: &Http, telegram: bool, faults: &mut Vec<Fault>) -> Policy {
    let hour = |key, faults: &mut Vec<Fault>| layers.read("casework", key, faults, |text| whole(text, 0, 23));
    let within = |key, faults: &mut Vec<Fault>| {
        hours(layers.read("casework", key, faults, |text| whole(text, 1, 24 * 30)))
    };
    let minutes: u64 =
        layers.read("casework", "accept_within_minutes", faults, |text| whole(text, 1, 24 * 60));
    Policy {
        accept_within: Duration::from_secs(minutes * 60),
        answer_within: within("answer_within_hours", faults),
        urgent_within: within("urgent_within_hours", faults),
        joint_people: u32::try_from(
            layers.read("casework", "joint_people", faults, |text| whole(text, 2, 1000)),
        )
        .unwrap_or_default(),
        quiet_from_hour: u32::try_from(hour("quiet_from_hour", faults)).unwrap_or_default(),
        quiet_until_hour: u32::try_from(hour("quiet_until_hour", faults)).unwrap_or_default(),
        public_url: http.public_url.clone(),
        telegram,
        office_hours: layers
            .read("casework", "office_hours", faults, |text| Week::parse(text.split(';').map(str::trim))),
        booking: booking(layers, faults),
    }
}

fn booking(layers: &Layers, faults: &mut Vec<Fault>) -> BookingPolicy {
    let mut number = |key, least, most| layers.read("booking", key, faults, |text| whole(text, least, most));
    BookingPolicy {
        slot: Duration::from_secs(number("slot_minutes", 5, 240) * 60),
        hold: hours(number("hold_hours", 1, 24 * 7)),
        days_ahead: number("days_ahead", 1, 60),
        change_until: hours(number("change_until_hours", 0, 24 * 7)),
        remind_eve_hour: u32::try_from(number("remind_eve_hour", 12, 23)).unwrap_or_default(),
        remind_before: Duration::from_secs(number("remind_before_minutes", 10, 12 * 60) * 60),
    }
}

fn hours(count: u64) -> Duration {
    Duration::from_secs(count * 3600)
}

fn whole(text: &str, least: u64, most: u64) -> Result<u64, String> {
    text.parse()
        .ok()
        .filter(|number| (least..=most).contains(number))
        .ok_or_else(|| format!("must be a whole number from {least} to {most}"))
}

fn one_of(text: &str, words: &[&str]) -> Result<String, String> {
    words
        .contains(&text)
        .then(|| text.to_owned())
        .ok_or_else(|| format!("must be one of: {}", words.join(", ")))
}

fn database_url(text: &str) -> Result<String, String> {
    let known = ["sqlite://", "postgres://", "postgresql://"];
    known
        .iter()
        .any(|scheme| text.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()))
        .then(|| text.to_owned())
        .ok_or_else(|| "must be sqlite://FILE or postgres://USER:PASSWORD@HOST/NAME".to_owned())
}

fn web_url(text: &str) -> Result<String, String> {
    address(text, "")
}

/// A web address that other addresses can begin with; `besides` are signs it may hold that others may not.
fn address(text: &str, besides: &str) -> Result<String, String> {
    let fits =
        |sign: &char| sign.is_ascii_alphanumeric() || "-._~:/[]%".contains(*sign) || besides.contains(*sign);
    match text.chars().find(|sign| !fits(sign)) {
        Some(sign @ ('?' | '#')) => {
            return Err(format!("must end before `{sign}`: whatever is behind it is for one page only"));
        }
        Some(sign) => return Err(format!("holds `{sign}`, which no web address has here: take it out")),
        None => {}
    }
    let url = reqwest::Url::parse(text).ok().filter(|url| {
        matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && text.get(url.scheme().len()..).is_some_and(|rest| rest.starts_with("://"))
    });
    url.map(|_| text.trim_end_matches('/').to_owned())
        .ok_or_else(|| "must be a web address that begins with http:// or https://".to_owned())
}

/// How a browser on this machine reaches us.
fn local_url(listen: SocketAddr) -> String {
    match listen.ip() {
        ip if !ip.is_unspecified() => format!("http://{listen}"),
        _ => format!("http://127.0.0.1:{}", listen.port()),
    }
}

/// `123456:letters`, as @BotFather gives it.
fn bot_token(text: &str) -> Result<String, String> {
    let right = text.split_once(':').is_some_and(|(id, secret)| {
        !id.is_empty()
            && id.bytes().all(|byte| byte.is_ascii_digit())
            && !secret.is_empty()
            && is_token(secret)
    });
    (text.is_empty() || right)
        .then(|| text.to_owned())
        .ok_or_else(|| "must be a bot token such as 123456:ABC…; copy it whole from @BotFather".to_owned())
}

fn webhook_secret(text: &str) -> Result<String, String> {
    (text.len() <= 256 && is_token(text))
        .then(|| text.to_owned())
        .ok_or_else(|| "must be 1 to 256 letters, digits, _ or -".to_owned())
}

fn is_token(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn read(text: &str, environment: &[(&str, &str)], flags: &[&str]) -> (Config, Vec<String>) {
        let file = TomlFile { name: "config/gateway.toml".into(), text: text.into() };
        let environment = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let flags: Vec<String> = flags.iter().map(|flag| (*flag).to_owned()).collect();
        let mut faults = Vec::new();
        let config = Config::read(&file, environment, &flags, &mut faults);
        (config, faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn the_shipped_file_shows_every_key_at_its_default() {
        let shipped = include_str!("../../config/gateway.toml");
        let opened: String = shipped
            .lines()
            .map(|line| match line.strip_prefix("# ") {
                Some(rest) if rest.contains(" = ") => format!("{rest}\n"),
                _ => format!("{line}\n"),
            })
            .collect();
        let file = TomlFile { name: "gateway.toml".into(), text: opened };
        let (mut layers, mut faults) = (Layers::new(KEYS), Vec::new());
        layers.file(&file, &mut faults);
        assert_eq!(faults, []);
        for (section, key, default) in KEYS {
            assert_eq!(layers.text(section, key), *default, "{section}.{key}");
            assert!(layers.is_from_file(section, key), "{section}.{key} is not in the file");
        }
    }

    #[test]
    fn flags_go_before_the_environment_and_that_before_the_file() {
        let file =
            "[log]\nlevel = \"warn\"\n[database]\nurl = \"sqlite://a\"\n[casework]\nquiet_from_hour = 22\n";
        let environment =
            [("FENGQIAO_DATABASE__URL", "sqlite://b"), ("FENGQIAO_LOG__LEVEL", "debug"), ("HOME", "/")];
        let (config, faults) = read(file, &environment, &["log.level=trace"]);
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!(config.log.level, "trace");
        assert_eq!(config.database_url.expose_secret(), "sqlite://b");
        assert_eq!(config.policy.quiet_from_hour, 22);
    }

    #[test]
    fn without_a_public_url_links_lead_to_where_we_listen() {
        let url = |flags: &[&str], got: &str| {
            let (config, faults) = read("", &[], flags);
            assert_eq!(faults, Vec::<String>::new());
            config.http.listening(got.parse().unwrap()).public_url
        };
        assert_eq!(url(&[], "127.0.0.1:8080"), "http://127.0.0.1:8080");
        assert_eq!(url(&["http.listen=127.0.0.1:0"], "127.0.0.1:4711"), "http://127.0.0.1:4711");
        assert_eq!(url(&["http.listen=0.0.0.0:81"], "0.0.0.0:81"), "http://127.0.0.1:81");
        assert_eq!(url(&["http.public_url=https://law.example/"], "127.0.0.1:8080"), "https://law.example");
    }

    #[test]
    fn every_fault_of_every_layer_is_named() {
        let file = "[http]\nlisten = \"nowhere\"\nport = 1\n[colours]\nred = 1\n";
        let environment = [
            ("FENGQIAO_LOG__LEVEL", "loud"),
            ("FENGQIAO_LOG__COLOUR", "red"),
            ("FENGQIAO_HTTP_PUBLIC_URL", "https://a"),
            ("FENGQIAO_TEST_REQUIRE_ALL", "1"),
        ];
        let (_, faults) = read(file, &environment, &["telegram.mode=pigeon", "nonsense"]);
        for expected in [
            "config/gateway.toml:2: `http.listen` must be an address",
            "config/gateway.toml:3: `port` is not known here",
            "config/gateway.toml:4: `colours` is not known here",
            "environment variable FENGQIAO_LOG__LEVEL: `log.level` must be one of",
            "environment variable FENGQIAO_LOG__COLOUR: there is no setting",
            "environment variable FENGQIAO_HTTP_PUBLIC_URL: is not read: write FENGQIAO_HTTP__PUBLIC_URL, with two `_`",
            "flag --set telegram.mode: `telegram.mode` must be one of",
            "flag --set nonsense: must be section.key=value",
        ] {
            assert!(faults.iter().any(|fault| fault.starts_with(expected)), "{expected} not in {faults:#?}");
        }
        assert_eq!(faults.len(), 8, "{faults:#?}");
    }

    #[test]
    fn a_webhook_needs_its_secret_and_secrets_are_not_shown() {
        let (config, faults) =
            read("", &[("FENGQIAO_TELEGRAM__TOKEN", "12:abc")], &["telegram.mode=webhook"]);
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(faults[0].contains("`telegram.webhook_secret` must be set"));
        assert!(!format!("{config:?}").contains("12:abc"));
    }

    #[test]
    fn a_webhook_needs_an_address_that_telegram_calls() {
        let secret = "FENGQIAO_TELEGRAM__WEBHOOK_SECRET";
        let faults = |secret_text, more: &[&str]| {
            let flags = [&["telegram.mode=webhook", "telegram.token=12:abc"], more].concat();
            read("", &[(secret, secret_text)], &flags).1
        };
        let needed = "`http.public_url` must begin with https:// when telegram.mode is \"webhook\"";
        for more in [&[][..], &["http.public_url=http://law.example"]] {
            let found = faults("s", more);
            assert!(found.len() == 1 && found[0].contains(needed), "{found:?}");
        }
        let public = "http.public_url=https://law.example";
        assert_eq!(faults("s", &[public]), [""; 0]);
        assert_eq!(faults("s", &["telegram.api_url=http://127.0.0.1:8081"]), [""; 0]);
        let wrong = faults("密码", &[public]);
        assert!(wrong.len() == 1 && wrong[0].contains("must be 1 to 256 letters"), "{wrong:?}");
    }

    #[test]
    fn a_web_address_is_one_that_others_begin_with() {
        for (text, says) in [
            ("https://a.b，", "holds `，`"),
            ("https://a.b ", "holds ` `"),
            ("https://x/?x=1#y", "must end before `?`"),
            ("https://x/#y", "must end before `#`"),
            ("https://me@x", "holds `@`"),
            ("https:x", "must be a web address"),
            ("law.example", "must be a web address"),
        ] {
            let found = read("", &[], &[&format!("http.public_url={text}")]).1;
            assert!(found.len() == 1 && found[0].contains(says), "{text}: {found:?}");
        }
        for text in ["https://law.example/rooms", "http://[::1]:8080", "http://127.0.0.1:8080/"] {
            assert_eq!(read("", &[], &[&format!("http.public_url={text}")]).1, [""; 0]);
        }
        assert_eq!(read("", &[], &["http.embed_in=https://*.street.example https://b"]).1, [""; 0]);
        assert_eq!(read("", &[], &["http.embed_in=https://a，https://b"]).1.len(), 1);
    }
}
