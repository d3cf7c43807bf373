//! What people edit, and the commands that check it: `check`, `intents`; and calling the program wrongly.

use serde_json::Value;

use crate::support::program::Installation;

#[test]
fn sound_files_are_said_to_be_sound_and_nothing_is_made() {
    let home = Installation::new().reviewed_until("2999-12-31");
    let told = home.run(&["check"]).done();
    let (sound, review) = told.split_once('\n').unwrap();
    assert_eq!(sound, "settings, 15 rooms, texts and rules are in order");
    let (review, note) = review.split_once("note: ").unwrap();
    assert!(review.starts_with("review: ") && !review.contains("laws.toml"), "{review}");
    assert!(note.contains(" laws are signed by nobody: write who checked them into `signed_by`"), "{note}");
    let intents = home.run(&["intents", "check"]).done();
    assert!(intents.contains(" intents, ") && intents.ends_with(" words: no fault\n"), "{intents}");
    assert!(!intents.contains("worth a look"), "the shipped rules leave nothing to look at: {intents}");
    assert!(home.is_untouched());
}

#[test]
fn what_is_past_its_review_is_listed_and_keeps_nobody_from_working() {
    let home = Installation::new().reviewed_until("2020-01-01");
    let told = home.run(&["check"]).done();
    for expected in [
        "民法典, past since 2020-01-01; not told any more, the lawyer answers (请律师答复)\n",
        "    marriage.by_agreement 1076–1078\n",
        "    申请劳动仲裁 27\n",
    ] {
        assert!(told.contains(expected), "{expected:?} is not in\n{told}");
    }
    let told = home.run(&["intents", "check"]).fault();
    assert!(told.contains("民法典 was to be looked at again by 2020-01-01"), "{told}");
    home.run(&["intents", "explain", "协议离婚"]).done();
}

#[test]
fn a_number_that_somebody_entered_is_said_with_its_source() {
    let home = Installation::new().reviewed_until("2999-12-31");
    home.edit("intents/numbers.toml", |text| text.replacen("value = \"\"", "value = \"2500元\"", 1));
    let told = home.run(&["intents", "check"]).fault();
    assert!(
        told.starts_with("intents/numbers.toml:") && told.contains("a number needs its `source`"),
        "{told}"
    );
    home.edit("intents/numbers.toml", |text| {
        let text = text.replacen("source = \"\"", "source = \"市司法局公告\"", 1);
        let text = text.replacen("published = \"\"", "published = \"2026-03-01\"", 1);
        text.replacen("valid_until = \"\"", "valid_until = \"2999-12-31\"", 1)
    });
    home.run(&["intents", "check"]).done();
    assert!(!home.run(&["check"]).done().contains("困难线"));
    let mut terminal = home.start(&["chat", "--as", "resident"]);
    terminal.says("法律援助要什么条件？\n");
    terminal.shows("60%（2500元（市司法局公告，2026-03-01））");
    terminal.ends().done();
}

#[test]
fn a_year_without_holidays_is_a_warning_and_no_fault() {
    let home = Installation::new();
    home.edit("config/calendar.toml", |_| String::new());
    let checked = home.run(&["check"]).done();
    assert!(checked.starts_with("settings, 15 rooms, texts and rules are in order\n"), "{checked}");
    assert!(checked.contains("\nwarning: config/calendar.toml has no 20"), "{checked}");
}

#[test]
fn faults_of_all_files_are_told_at_once_with_their_lines() {
    let home = Installation::new().with("FENGQIAO_HTTP__LISTEN", "somewhere");
    home.edit("config/gateway.toml", |_| "[casework]\nanswer_within_hours = 0\ncolour = \"red\"\n".into());
    home.edit("config/directory.toml", |text| text.replace("\"500107003001\"", "\"50010700300\""));
    home.edit("config/texts/zh.toml", |text| text.replace("invite_used", "invite_usd"));
    home.edit("intents/labour.toml", |text| format!("{text}\n[[intent]]\nid = \"x\"\n"));
    home.edit("intents/debt.toml", |text| {
        text.replacen("examples = [", "examples = [\n  \"天气真好呀\",", 1)
    });
    let told = home.run(&["check"]).fault();
    for expected in [
        "environment variable FENGQIAO_HTTP__LISTEN: `http.listen` must be an address and a port",
        "config/gateway.toml:2: `casework.answer_within_hours` must be a whole number from 1 to 720",
        "config/gateway.toml:3: `colour` is not known here",
        "config/directory.toml:",
        "`code` must have 12 digits",
        "config/texts/zh.toml:",
        "invite_usd",
        "invite_used",
        "intents/labour.toml:",
        "intents/debt.toml:",
        "天气真好呀",
    ] {
        assert!(told.contains(expected), "{expected:?} is not in\n{told}");
    }
    let faults = told.lines().count() - 1;
    assert!(
        told.ends_with(&format!("fengqiao: {faults} fault(s); nothing was started or changed\n")),
        "{told}"
    );
    assert!(told.lines().all(|line| line.contains(": ")), "{told}");
    assert!(home.is_untouched());
}

#[test]
fn nothing_starts_with_faulty_files() {
    let home = Installation::new();
    home.edit("config/gateway.toml", |_| "[http\nlisten = 1".into());
    for command in [
        &["serve"][..],
        &["chat"],
        &["staff", "list"],
        &["stats", "--from", "2026-01-01", "--to", "2026-01-02"],
        &["outbox"],
        &["backup", "/tmp/never"],
        &["intents", "explain", "离婚"],
        &["check"],
    ] {
        let told = home.run(command).fault();
        assert!(told.starts_with("config/gateway.toml:1: not valid TOML: "), "{command:?}: {told}");
        assert!(home.is_untouched(), "{command:?}");
    }
}

#[test]
fn a_folder_without_configuration_is_told_what_is_missing() {
    let home = Installation::new();
    std::fs::remove_dir_all(home.path("config")).unwrap();
    std::fs::remove_dir_all(home.path("intents")).unwrap();
    let told = home.run(&["serve"]).fault();
    for file in ["config/gateway.toml", "config/directory.toml", "config/texts/zh.toml", "intents"] {
        assert!(told.contains(&format!("{file}: cannot be read")), "{told}");
    }
    assert_eq!(home.names(), Vec::<String>::new());
}

#[test]
fn rules_that_are_gone_or_deeper_than_anybody_means_are_named() {
    let home = Installation::new();
    home.edit("intents/lexicon.toml", |_| String::new());
    home.edit("intents/debt.toml", |text| {
        text.replacen("patterns = [", &format!("patterns = [\n  \"{}\",", "(".repeat(20_000)), 1)
    });
    std::fs::remove_file(home.path("intents/danger.toml")).unwrap();
    let told = home.run(&["intents", "check"]).fault();
    for expected in ["intents: no intent has", "intents/lexicon.toml: is empty", "more than 20 deep"] {
        assert!(told.contains(expected), "{expected:?} is not in\n{told}");
    }
}

#[test]
fn intents_check_names_an_example_that_is_understood_wrongly() {
    let home = Installation::new();
    home.edit("intents/debt.toml", |text| text.replacen("examples = [", "examples = [\n  \"我要离婚\",", 1));
    let told = home.run(&["intents", "check"]).fault();
    assert!(told.starts_with("intents/debt.toml:") && told.contains("我要离婚"), "{told}");
}

#[test]
fn explain_tells_people_and_machines_why() {
    let home = Installation::new();
    let told = home.run(&["intents", "explain", "老板拖欠工资"]).done();
    assert!(told.contains("labour.unpaid_wages") && told.contains("劳动纠纷"), "{told}");
    let json: Value =
        serde_json::from_str(&home.run(&["intents", "explain", "老板拖欠工资", "--json"]).done()).unwrap();
    assert_eq!(json["intent"], "labour.unpaid_wages");
}

#[test]
fn explain_tells_what_was_silenced_and_has_the_topic_of_the_matcher() {
    let home = Installation::new();
    let told = home.run(&["intents", "explain", "养老院房东押金不退"]).done();
    assert!(told.contains("silenced  tenancy.deposit on ") && told.contains(" by not 养老院"), "{told}");
    let told = home.run(&["intents", "explain", "健身房押金不退"]).done();
    assert!(told.contains("silenced  tenancy.deposit on ") && told.contains(" by !健身"), "{told}");
    for text in ["转人工", "123", "啊", "你好"] {
        let told = home.run(&["intents", "explain", text]).done();
        assert!(told.contains("\ntopic     none · no area\n"), "{told}");
    }
}

#[test]
fn rows_that_cannot_be_meant_are_refused_with_their_file_and_line() {
    let home = Installation::new();
    let file = home.path("rows.jsonl");
    let name = file.to_str().unwrap();
    let refused = |command: &str, rows: &str| {
        std::fs::write(&file, rows).unwrap();
        home.run(&["intents", command, name]).fault()
    };
    let rows = "\u{feff}{\"text\": \"离婚\", \"lable\": \"婚姻家庭\"}\n{\"text\": \"离婚\", \"service\": [\"foo\"]}\nno\n";
    let told = refused("eval", rows);
    for (line, says) in [(1, "`lable` is no key here"), (2, "`foo` is no service"), (3, "no JSON")] {
        assert!(told.contains(&format!("{name}:{line}: {says}")), "{told}");
    }
    let rows = "{\"text\": \"离婚\"}\n{\"text\": \"离婚\", \"servce\": [\"human\"]}\n{\"text\": \"离婚\", \"topic\": \"x\"}\n";
    let told = refused("learn", rows);
    for (line, says) in [(1, "nothing is said of"), (2, "`servce` is no key here"), (3, "`x`, which")] {
        assert!(told.contains(&format!("{name}:{line}: {says}")), "{told}");
    }
    std::fs::write(&file, "\u{feff}{\"text\": \"离婚\", \"label\": \"婚姻家庭\"}\n").unwrap();
    assert!(home.run(&["intents", "eval", name]).done().starts_with("1 rows\n"));
}

#[test]
fn match_answers_each_line_with_the_agreed_keys() {
    let home = Installation::new();
    let odd = "\u{0}\u{202e}e\u{301}\u{1f469}\u{200d}\u{2696}";
    let asked = [
        serde_json::json!({ "text": "老板拖欠工资三个月了" }),
        serde_json::json!({ "text": "今天天气真好", "label": "不看" }),
        serde_json::json!({ "text": "" }),
        serde_json::json!({ "text": odd }),
        serde_json::json!({ "text": "我要离婚".repeat(20_000) }),
    ];
    let lines: String = asked.iter().map(|line| format!("{line}\n")).collect();
    let out = home.run_with(&["intents", "match", "--jsonl"], &format!("{lines}\n")).done();
    let out: Vec<&str> = out.lines().collect();
    assert_eq!(out.len(), asked.len());
    for (asked, line) in asked.iter().zip(&out) {
        let verdict: Value = serde_json::from_str(line).unwrap();
        let keys: Vec<&String> = verdict.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["area", "intent", "matched", "score", "service", "text", "topic"]);
        assert_eq!(verdict["text"], asked["text"]);
        assert!(verdict["matched"].is_array() && verdict["service"].is_string(), "{line}");
    }
    assert!(out[0].starts_with(
        "{\"text\":\"老板拖欠工资三个月了\",\"service\":\"consultation\",\"topic\":\"labour\",\"area\":\"劳动纠纷\",\
         \"intent\":\"labour.unpaid_wages\",\"score\":"
    ));
    assert!(
        out[2].contains("\"service\":\"unclear\",\"topic\":null,\"area\":null,\"intent\":null,\"score\":0")
    );
}

#[test]
fn match_names_the_line_that_cannot_be_read_after_answering_those_before() {
    let home = Installation::new();
    let ended = home.run_with(&["intents", "match", "--jsonl"], "{\"text\": \"离婚\"}\n{\"txt\": 1}\n");
    assert_eq!(ended.code, 1);
    assert_eq!(ended.out.lines().count(), 1);
    assert!(ended.err.contains("line 2 is no JSON object with a \"text\""), "{}", ended.err);
    let told = home.run_with(&["intents", "match", "--jsonl"], "离婚\n").fault();
    assert!(told.contains("line 1 "), "{told}");
}

#[test]
fn calling_it_wrongly_is_told_and_ends_with_two() {
    let home = Installation::new();
    let wrong: [(&[&str], &str); 10] = [
        (&["dance"], "unrecognized subcommand 'dance'"),
        (&["--loud"], "unexpected argument '--loud'"),
        (&["check", "--loud"], "unexpected argument '--loud'"),
        (&["intents", "match"], "--jsonl"),
        (&["staff", "invite", "--room", "民主村"], "--role"),
        (&["staff", "invite", "--room", "民主村", "--role", "king", "--name", "x"], "mediator, lawyer"),
        (&["stats", "--from", "2026-02-30", "--to", "2026-03-01"], "invalid value '2026-02-30'"),
        (&["stats", "--from", "2026-01-01", "--to", "2026-01-02", "--format", "xml"], "table, json, csv"),
        (&["outbox", "--status", "lost"], "give one of waiting, sent, dead, uncertain"),
        (&["chat", "--as", "staff"], "--room <ROOM>"),
    ];
    for (arguments, says) in wrong {
        let told = home.run(arguments).misuse();
        assert!(told.contains(says), "{arguments:?}: {told}");
    }
    let told = home.run(&["--set", "http.port=1", "check"]).fault();
    assert!(told.starts_with("flag --set http.port: there is no setting http.port"), "{told}");
    assert!(home.is_untouched());
}

#[test]
fn help_and_version_are_for_the_asking() {
    let home = Installation::new();
    let help = home.run(&["--help"]).done();
    for command in ["serve", "chat", "check", "intents", "staff", "stats", "outbox", "backup"] {
        assert!(help.contains(&format!("\n  {command} ")), "{help}");
    }
    assert_eq!(home.run(&["--version"]).done(), format!("fengqiao {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_hotline_that_nobody_would_be_told_is_a_fault_wherever_it_is_looked_for() {
    let home = Installation::new();
    home.edit("intents/danger.toml", |text| text.replacen("\"police\"", "\"polise\"", 1));
    home.edit("config/directory.toml", |text| text.replace("[hotline.ambulance]", "[hotline.ambulence]"));
    for command in [&["check"][..], &["intents", "check"], &["serve"]] {
        let told = home.run(command).fault();
        let polise = told.lines().find(|line| line.contains("polise")).unwrap();
        assert!(polise.starts_with("intents/danger.toml:"), "{told}");
        assert!(polise.contains("`polise` is not in config/directory.toml"), "{told}");
        assert!(polise.ends_with("the nearest there is `police`"), "{told}");
        assert!(told.contains("[hotline.ambulance] is missing: the bot tells its number, add it"), "{told}");
        assert!(told.ends_with("fengqiao: 2 fault(s); nothing was started or changed\n"), "{told}");
    }
}

#[test]
fn what_only_follows_from_a_file_that_cannot_be_read_is_not_told() {
    let broken = |file: &str| {
        let home = Installation::new();
        home.edit(file, |text| format!("“坏”\n{text}"));
        home.run(&["check"]).fault()
    };
    for file in
        ["config/directory.toml", "intents/danger.toml", "intents/lexicon.toml", "config/texts/zh.toml"]
    {
        let told = broken(file);
        assert!(told.lines().all(|line| line.starts_with(file) || line.starts_with("fengqiao: ")), "{told}");
        assert!(told.contains(&format!("{file}:1: not valid TOML: ")), "{told}");
        assert!(told.contains("line 1 holds `“`: write `\"`"), "{told}");
    }
    let home = Installation::new();
    let gbk = b"\n# \xc3\xf1\xd6\xf7\xb4\xe5\n";
    for file in ["config/directory.toml", "intents/labour.toml"] {
        std::fs::write(home.path(file), gbk).unwrap();
    }
    let told = home.run(&["intents", "check"]).fault();
    let no_utf8 = "no UTF-8 from byte 3 of the line on: save it as UTF-8";
    assert_eq!(
        told,
        format!(
            "config/directory.toml:2: {no_utf8}\nintents/labour.toml:2: {no_utf8}\nfengqiao: 2 fault(s); nothing was started \
             or changed\n"
        )
    );
}

#[test]
fn a_home_that_is_not_there_is_one_fault() {
    for command in [&["check"][..], &["intents", "check"], &["serve"]] {
        let mut fengqiao = std::process::Command::new(env!("CARGO_BIN_EXE_fengqiao"));
        let told = fengqiao.env_clear().args(["--home", "/nowhere"]).args(command).output().unwrap();
        let err = String::from_utf8(told.stderr).unwrap();
        assert_eq!((told.status.code(), err.lines().count()), (Some(1), 2), "{err}");
        assert!(err.starts_with("/nowhere: there is no such folder: --home names the one"), "{err}");
    }
}

#[test]
fn files_that_are_not_read_are_worth_a_look() {
    let home = Installation::new();
    std::fs::create_dir(home.path("intents/mine")).unwrap();
    for name in ["drone.toml.txt", "kite.TOML", "mine/drone.toml", ".drone.toml", "~$drone.toml"] {
        std::fs::write(home.path("intents").join(name), "no TOML").unwrap();
    }
    for command in [&["check"][..], &["intents", "check"]] {
        let told = home.run(command).done();
        for line in [
            "worth a look: intents/drone.toml.txt: is not read: rename it so that it ends in .toml",
            "worth a look: intents/kite.TOML: is not read: rename it so that it ends in .toml",
            "worth a look: intents/mine/drone.toml: is not read: move it into intents",
        ] {
            assert!(told.contains(line), "{line} is not in {told}");
        }
        assert!(!told.contains(".drone") && !told.contains("~$"), "{told}");
    }
}

#[test]
fn texts_that_say_nothing_or_hold_a_slot_in_wide_signs_are_refused() {
    let home = Installation::new();
    home.edit("config/texts/zh.toml", |text| {
        let lines = text.lines().map(|line| match line.split_once(" = ") {
            Some(("rules_taken", _)) => "rules_taken = \"\"\n".to_owned(),
            Some(("orphaned", _)) => "orphaned = \"｛code｝{lacks}\"\n".to_owned(),
            _ => format!("{line}\n"),
        });
        lines.collect()
    });
    let told = home.run(&["check"]).fault();
    for part in ["`rules_taken` is empty: write what", "`orphaned` holds `｛`: write `{`"] {
        assert!(told.contains(part), "{part} is not in {told}");
    }
}
