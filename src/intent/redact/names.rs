//! Names of people: a surname and the signs that given names are made of, where somebody may be named; and Latin names.
//!
//! Must not know numbers, nor whether the name matters.

use super::here::{Found, Here, is_digit, is_han};

const NAME: &str = "某某";

/// After these a name follows for sure, if a surname does.
const NAMED: [&str; 4] = ["我叫", "名叫", "名字叫", "名字是"];
/// On forms a name follows, whatever it looks like.
const NAME_FIELD: [&str; 2] = ["姓名", "名字"];
/// After these somebody is likely named.
const WHO: [&str; 64] = [
    "我是",
    "本人",
    "我",
    "找",
    "叫",
    "姓",
    "当事人",
    "对方",
    "老板",
    "老板娘",
    "房东",
    "租客",
    "被告",
    "原告",
    "被告人",
    "丈夫",
    "老公",
    "妻子",
    "老婆",
    "儿子",
    "女儿",
    "儿媳",
    "女婿",
    "孙子",
    "孙女",
    "父亲",
    "母亲",
    "爸爸",
    "妈妈",
    "哥哥",
    "弟弟",
    "姐姐",
    "妹妹",
    "邻居",
    "同事",
    "朋友",
    "男友",
    "女友",
    "前夫",
    "前妻",
    "亲戚",
    "老乡",
    "经理",
    "包工头",
    "工头",
    "中介",
    "法人",
    "法定代表人",
    "联系人",
    "借款人",
    "债务人",
    "欠款人",
    "担保人",
    "司机",
    "被",
    "跟",
    "和",
    "与",
    "向",
    "给",
    "把",
    "告",
    "起诉",
    "帮",
];
/// What somebody who was named does, or what is said of them.
const DOES: &str = "欠打骂骗借说不把跟和与是在的拖拿跑没要让给被叫对向也还又就都因从去来已承答拒威砸偷抢签收卖买租住想只帮离结闹吵分谈失、";
/// Before these a surname stands, whatever else does.
const TITLES: [&str; 3] = ["先生", "女士", "小姐"];

const DOUBLE_SURNAMES: [&str; 14] = [
    "欧阳", "司马", "上官", "诸葛", "司徒", "东方", "夏侯", "皇甫", "尉迟", "令狐", "慕容", "公孙", "端木",
    "长孙",
];
/// The surnames that most people have and that seldom are anything else.
const COMMON: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜\
    戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎易武乔贺赖龚庞樊兰殷施陶翟安颜倪严牛温芦季俞\
    鲁葛韦申尤毕聂柳邢骆岳莫庄祝涂祁牟詹苗凌靳盛童欧甄";
/// The others: only where a name is sure to stand.
const RARE: &str = "于常文洪章伍丛焦向齐沿梅辛管左谷时舒耿卜关费纪项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车\
    冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝\
    都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙伏岑习胥保蔺万";
/// Signs that given names are made of.
const GIVEN: &str = "伟芳娜敏静丽磊军洋勇艳杰娟涛超兰霞桂英华玉秀珍红梅琴云莲燕玲芬萍香春菊凤洁琳素蓉雪荣爱妹翠雅芝萃颖露瑶怡婵雁蓓纨荷丹眉\
    君琼勤贞莉嫣瑞凡佳嘉卿聪澜悦昭冰爽琬茗羽希宁欣飘育滢馥筠柔竹凝晓霄枫芸菲姬舒影荔思馨秋珊莎锦黛青倩婷姣婉娴瑾刚毅俊峰强\
    平东辉永健世广义兴良海仁波贵福龙元胜祥武飞彬富顺信昌康星达岩茂进林坚彪博诚震振壮豪邦乐绍功松善厚庆民友裕河哲浩亮政谦亨\
    朗宏若鸣朋斌梁栋维启克伦翔旭鹏泽晨士建致树炎德泰朝梓涵轩子诗琪梦慧媛娅妮淑惠莹蕾薇鑫坤阳帅凯楠森焱淼喜根连忠孝礼智正\
    明新成光文喆伊亚宜美冬莺奎魁贤才钢铁锋剑斐娇娥姗婕媚熙尧舜禹彦璐璇瑜琦珂珠钰铭锐铮铃钧雯霖雷靖韬骏鸿麟耀煜炜烨灿焕燕国金";
/// Signs that only the first of two has: 小明, 国强.
const FIRST: &str = "小大国学中长家志一天立利保少传金银水金安承景宝万克来";
/// Signs that no given name has, so that the name ends before them.
const NO_GIVEN: &str = "的了在是我你您他她它们这那有没不被把和跟与就都说叫让给要想住来去也还因从";
/// Words and places that begin like a name and are none.
const NO_NAMES: [&str; 76] = [
    "马上", "高利", "方便", "任何", "文书", "江湖", "白天", "金额", "万一", "史上", "车", "房", "时候",
    "应该", "高明", "高兴", "高新", "高峰", "高龄", "高智", "黄金", "黄河", "黄海", "黄梅", "江东", "江河",
    "江海", "江宁", "金钱", "金华", "金星", "金河", "金玉", "金海", "方正", "方林", "石林", "石英", "石河",
    "白云", "白银", "白玉", "白河", "林海", "马达", "马路", "杨梅", "苏宁", "申明", "陆军", "温泉", "安宁",
    "安康", "安静", "安徽", "安平", "康健", "顾忠", "许家", "毛利", "何时", "武林", "武功", "严明", "严正",
    "盛世", "夏天", "王子", "钟爱", "孙子", "钱一", "易成", "林业", "安万", "江德", "韩国",
];
/// What a Latin name follows.
const MISTER: [&str; 5] = ["mr", "mrs", "ms", "miss", "dr"];
const I_AM: [&str; 4] = ["i am ", "i'm ", "i’m ", "this is "];
/// What somebody may be, written large, without being called so.
const NO_LATIN: [&str; 16] = [
    "Chinese",
    "American",
    "British",
    "English",
    "Indian",
    "Canadian",
    "Australian",
    "French",
    "German",
    "Russian",
    "Japanese",
    "Korean",
    "African",
    "Muslim",
    "Christian",
    "Chongqing",
];
/// A Latin name has at most so many words.
const MOST_WORDS: usize = 3;

/// What begins here.
pub fn found(here: Here<'_>) -> Found {
    let end = latin(here).or_else(|| field(here)).or_else(|| sure(here)).or_else(|| likely(here));
    end.map(|end| (NAME, end))
}

/// What a form calls a name.
fn field(here: Here<'_>) -> Option<usize> {
    let is_field = here.follows(&NAME_FIELD) && here.before().is_some_and(|sign| ":：".contains(sign));
    is_field.then(|| here.short_run(here.at, 4, is_han))
}

/// Whoever says that this is a name may give any.
fn sure(here: Here<'_>) -> Option<usize> {
    let is_called = here.follows(&NAMED);
    let surname = surname(here, |sign| COMMON.contains(sign) || is_called && RARE.contains(sign))?;
    let given = here.short_run(surname, 2, |sign| is_han(sign) && !NO_GIVEN.contains(sign));
    let is_whole = given > surname && (here.follows(&NAME_FIELD) || here.ended_with("叫"));
    (is_whole || is_called).then_some(given)
}

/// A surname and what given names are made of: two signs anywhere, one where somebody is named or does something.
fn likely(here: Here<'_>) -> Option<usize> {
    let surname = surname(here, |sign| COMMON.contains(sign))?;
    let is_given = |at: usize| here.sign(at).is_some_and(|sign| GIVEN.contains(sign));
    let is_first = here.sign(surname).is_some_and(|sign| FIRST.contains(sign));
    if is_titled(here, surname) {
        return Some(surname);
    }
    if (is_given(surname) || is_first) && is_given(surname + 1) {
        return Some(surname + 2);
    }
    let is_double = surname > here.at + 1;
    let is_begin = !here.before().is_some_and(is_han);
    let is_named = here.follows(&WHO);
    for end in [surname + 2, surname + 1] {
        let is_last = !here.sign(end).is_some_and(|sign| is_han(sign) || is_digit(sign));
        let does = here.sign(end).is_some_and(|sign| DOES.contains(sign));
        let is_any = here.short_run(surname, 2, |sign| is_han(sign) && !NO_GIVEN.contains(sign)) >= end;
        let is_name = end == surname + 1 && is_given(surname);
        if is_titled(here, end) && is_any
            || (is_name || is_double && is_any) && (does && (is_begin || is_named) || is_last && is_named)
        {
            return Some(end);
        }
    }
    None
}

fn is_titled(here: Here<'_>, end: usize) -> bool {
    TITLES.iter().any(|title| here.moved(end).begins(title))
}

/// Where a surname that begins here ends.
fn surname(here: Here<'_>, is_surname: impl Fn(char) -> bool) -> Option<usize> {
    if NO_NAMES.iter().any(|word| here.begins(word)) {
        return None;
    }
    let double = DOUBLE_SURNAMES.iter().any(|name| here.begins(name));
    let single = here.sign(here.at).is_some_and(is_surname);
    if double { Some(here.at + 2) } else { single.then_some(here.at + 1) }
}

/// A Latin name behind what announces one.
fn latin(here: Here<'_>) -> Option<usize> {
    if here.ended_with("my name is ") {
        return Some(latin_words(here).max(latin_word(here, here.at)));
    }
    if !here.sign(here.at).is_some_and(char::is_uppercase) {
        return None;
    }
    let is_known = NO_LATIN.iter().any(|word| here.begins(word));
    let says_who = I_AM.iter().any(|cue| here.ended_with(cue)) && !is_known;
    (says_who || is_mister(here)).then(|| latin_words(here))
}

fn is_mister(here: Here<'_>) -> bool {
    let parted = here.part(0, here.at).iter().rev().take_while(|&&sign| " .".contains(sign)).count();
    let cue = here.moved(here.at - parted);
    let is_word = |word: &str| {
        let start = cue.at.saturating_sub(word.chars().count());
        !cue.moved(start).before().is_some_and(char::is_alphabetic)
    };
    (1..=2).contains(&parted) && MISTER.iter().any(|word| cue.ended_with(word) && is_word(word))
}

/// Where the words that begin here and are written large end.
fn latin_words(here: Here<'_>) -> usize {
    let mut end = here.at;
    for _ in 0..MOST_WORDS {
        let start = if end == here.at { end } else { here.short_run(end, 1, |sign| sign == ' ') };
        let is_next = end == here.at || start > end;
        if !is_next || !here.sign(start).is_some_and(char::is_uppercase) || is_i(here, start) {
            return end;
        }
        end = latin_word(here, start);
    }
    end
}

/// Whether the word that begins there is "I".
fn is_i(here: Here<'_>, start: usize) -> bool {
    here.part(start, latin_word(here, start)) == ['I']
}

fn latin_word(here: Here<'_>, start: usize) -> usize {
    here.run(start, |sign| sign.is_alphabetic() && !is_han(sign) || sign == '-')
}
