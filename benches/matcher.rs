//! How fast messages are understood: the whole pipeline beside a bare scan for the same words, few rules beside many, loading, and
//! messages nobody should send.
//!
//! `FENGQIAO_BENCH_TEXTS` names a file of `{"text": …}` lines to measure on too.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "a bench may stop at what it cannot measure"
)]

use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

use daachorse::CharwiseDoubleArrayAhoCorasick;
use divan::Bencher;
use divan::counter::ItemsCount;
use fengqiao::intent::{Catalogue, Scratch, entities};
use fengqiao::tomlfile::TomlFile;

fn main() {
    print_table();
    divan::main();
}

/// The shipped rules.
fn shipped() -> Vec<TomlFile> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/intents");
    let mut files: Vec<TomlFile> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "toml"))
        .map(|path| TomlFile {
            name: path.display().to_string(),
            text: std::fs::read_to_string(&path).unwrap(),
        })
        .collect();
    files.sort_by(|one, other| one.name.cmp(&other.name));
    files
}

fn catalogue(files: &[TomlFile]) -> Catalogue {
    Catalogue::load(files, &[], &mut Vec::new())
}

/// Sentences as residents write them, put together from parts.
fn generated() -> Vec<String> {
    let who =
        ["我老公", "房东", "老板", "楼上邻居", "物业", "我儿子", "对方", "包工头", "网上的商家", "朋友"];
    let what = [
        "不同意离婚",
        "不退押金",
        "拖欠三个月工资",
        "漏水把我家天花板泡了",
        "乱收停车费",
        "借了两万块一直不还",
        "把我打伤了",
        "说好的赔偿不给",
        "卖假货还不退钱",
        "要把房子卖了不让我住",
    ];
    let ask =
        ["啷个办", "，我可以起诉吗？", "该找哪个部门", "要准备啥子材料", "能不能申请法律援助", "！！！"];
    let mut all = Vec::new();
    for who in who {
        for what in what {
            all.extend(ask.iter().map(|ask| format!("{who}{what}{ask}")));
        }
    }
    all
}

fn from_file() -> Option<Vec<String>> {
    let path = std::env::var("FENGQIAO_BENCH_TEXTS").ok()?;
    let lines = std::fs::read_to_string(path).unwrap();
    let text = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        row["text"].as_str().unwrap().to_owned()
    };
    Some(lines.lines().map(text).collect())
}

/// `count` rules of the shape people write, over made-up words.
fn synthetic(count: usize) -> Vec<TomlFile> {
    let signs: Vec<char> =
        "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒日月盈昃".chars().collect();
    let word = |number: usize| -> String {
        let sign = |place: u32| signs[number / signs.len().pow(place) % signs.len()];
        [sign(0), sign(1), sign(2)].iter().collect()
    };
    let mut text = String::from("topic = \"made\"\nlabel = \"x\"\nlabel_en = \"x\"\narea = \"综合咨询\"\n");
    for number in 0..count {
        let (one, other) = (word(number), word(number * 7 + 3));
        writeln!(
            text,
            "[[intent]]\nid = \"i{number}\"\nlabel = \"x\"\nlabel_en = \"x\"\npatterns = [\"({one}|{other}) + (怎么|可以|工资|押金|离婚)\"]"
        )
        .unwrap();
    }
    vec![TomlFile { name: "made.toml".into(), text }]
}

fn bare(catalogue: &Catalogue) -> CharwiseDoubleArrayAhoCorasick<u32> {
    CharwiseDoubleArrayAhoCorasick::with_values(catalogue.words().zip(0..)).unwrap()
}

fn judge_all(catalogue: &Catalogue, texts: &[String], scratch: &mut Scratch) {
    for text in texts {
        black_box(catalogue.judge(black_box(text), scratch));
    }
}

/// Texts a second. Each thousand is timed by itself and the best of many rounds counts: a round is so short that the machine's other
/// work leaves some alone, and a thousand texts are too many for the processor to learn by heart.
fn per_second(texts: &[String], mut each: impl FnMut(&str)) -> f64 {
    let mut all = Duration::ZERO;
    for part in texts.chunks(1_000) {
        let mut round = || {
            let start = Instant::now();
            part.iter().for_each(|text| each(black_box(text)));
            start.elapsed()
        };
        all += (0..60).map(|_| round()).min().unwrap();
    }
    texts.len() as f64 / all.as_secs_f64()
}

/// The table of `benches/README.md`.
fn print_table() {
    let before = resident();
    let files = shipped();
    let start = Instant::now();
    let catalogue = catalogue(&files);
    let loaded = start.elapsed();
    let grown = resident() - before;
    let (intents, patterns, words) = catalogue.sizes();
    println!("shipped rules: {intents} intents, {patterns} patterns, {words} words");
    println!(
        "| loading (parse and compile, no example run) | {loaded:.1?}; best of five {:.1?} |",
        best_load(&files)
    );
    println!("| memory that loading took | {:.1} MB |", grown / 1024.0);
    let automaton = bare(&catalogue);
    let mut scratch = Scratch::default();
    for (name, texts) in [("made-up texts", Some(generated())), ("texts of the file", from_file())] {
        let Some(texts) = texts else { continue };
        let judged = per_second(&texts, |text| {
            black_box(catalogue.judge(text, &mut scratch));
        });
        let named = per_second(&texts, |text| {
            black_box(entities::find(text, now()));
        });
        let scan = per_second(&texts, |text| {
            black_box(automaton.find_overlapping_iter(text).count());
        });
        let whole = 1.0 / (1.0 / judged + 1.0 / named);
        println!(
            "| {name} | verdict {judged:.0}/s; what it names {named:.0}/s; both {whole:.0}/s; bare scan {scan:.0}/s, {:.1} times the verdict |",
            scan / judged
        );
    }
    for count in [200, 2_000, 20_000] {
        let many = self::catalogue(&synthetic(count));
        let speed = per_second(&generated(), |text| {
            black_box(many.judge(text, &mut scratch));
        });
        println!("| {count} made-up rules | {speed:.0}/s |");
    }
    for part in LONG {
        let text = [part.repeat(100_000 / part.len())];
        let speed = per_second(&text, |text| {
            black_box(catalogue.judge(text, &mut scratch));
        });
        println!("| 100 KB of {part} | {:.2} ms |", 1_000.0 / speed);
    }
}

/// What messages nobody should send are made of.
const LONG: [&str; 5] = ["救命", "离婚", "a", "不要", "离婚，我老公不给抚养费怎么办？"];

/// What the clock shows while names of days are looked for.
fn now() -> chrono::NaiveDateTime {
    chrono::NaiveDateTime::default()
}

fn best_load(files: &[TomlFile]) -> Duration {
    let load = |_| {
        let start = Instant::now();
        black_box(catalogue(files));
        start.elapsed()
    };
    (0..5).map(load).min().unwrap()
}

/// The memory of this process in KB, or 0 where there is no `/proc`.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0.0)
}

#[divan::bench]
fn understand_generated(bencher: Bencher) {
    let (catalogue, texts, mut scratch) = (catalogue(&shipped()), generated(), Scratch::default());
    bencher.counter(ItemsCount::new(texts.len())).bench_local(|| judge_all(&catalogue, &texts, &mut scratch));
}

#[divan::bench]
fn understand_file(bencher: Bencher) {
    let (catalogue, texts, mut scratch) =
        (catalogue(&shipped()), from_file().unwrap_or_default(), Scratch::default());
    bencher.counter(ItemsCount::new(texts.len())).bench_local(|| judge_all(&catalogue, &texts, &mut scratch));
}

#[divan::bench]
fn understand_and_tell(bencher: Bencher) {
    let (catalogue, texts) = (catalogue(&shipped()), generated());
    bencher.counter(ItemsCount::new(texts.len())).bench_local(|| {
        for text in &texts {
            black_box(catalogue.read(black_box(text)));
        }
    });
}

#[divan::bench]
fn entities_generated(bencher: Bencher) {
    let texts = generated();
    bencher.counter(ItemsCount::new(texts.len())).bench_local(|| {
        for text in &texts {
            black_box(entities::find(black_box(text), now()));
        }
    });
}

#[divan::bench]
fn entities_file(bencher: Bencher) {
    let texts = from_file().unwrap_or_default();
    bencher.counter(ItemsCount::new(texts.len())).bench_local(|| {
        for text in &texts {
            black_box(entities::find(black_box(text), now()));
        }
    });
}

#[divan::bench]
fn load(bencher: Bencher) {
    let files = shipped();
    bencher.bench(|| catalogue(black_box(&files)));
}
