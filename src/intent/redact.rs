//! Words without what tells who said them: names, numbers of phones, papers and accounts, addresses of mail.
//!
//! Sums of money stay, they belong to the matter. Where it is doubtful, too much goes rather than too little.

/// What stands for what was taken out.
const PHONE: &str = "〔电话〕";
const PAPER: &str = "〔证件号〕";
const NUMBER: &str = "〔号码〕";
const MAIL: &str = "〔邮箱〕";
const ACCOUNT: &str = "〔账号〕";
const NAME: &str = "某某";

/// From so many digits on, a number is somebody's.
const LONG: usize = 7;
/// No sum of money has more.
const LONGEST_SUM: usize = 10;

/// After these a name follows for sure, if a surname does.
const NAMED: [&str; 4] = ["我叫", "名叫", "名字叫", "名字是"];
/// On forms a name follows, whatever it looks like.
const NAME_FIELD: [&str; 2] = ["姓名", "名字"];
/// After these an account follows.
const ACCOUNT_OF: [&str; 7] = ["微信", "微信号", "qq", "qq号", "支付宝", "抖音", "抖音号"];
/// What may stand between a cue and what it announces.
const BETWEEN: &str = " :：是为\"“「";
const MOST_BETWEEN: usize = 4;

const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜\
    戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章\
    鲁葛伍韦申尤毕聂丛焦向柳邢骆岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单\
    包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭\
    窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺";
const DOUBLE_SURNAMES: [&str; 8] = ["欧阳", "司马", "上官", "诸葛", "司徒", "东方", "夏侯", "皇甫"];
/// Words that begin like a surname and are none.
const NO_NAMES: [&str; 14] = [
    "马上", "高利", "方便", "任何", "文书", "江湖", "白天", "金额", "万一", "史上", "车", "房", "时候",
    "应该",
];
/// Signs that no given name has, so that the name ends before them.
const NO_GIVEN: &str = "的了在是我你您他她它们这那有没不被把和跟与就都说叫让给要想住来去也还因从";

/// Takes out what tells who said it.
pub fn redact(text: &str) -> String {
    let signs: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(&sign) = signs.get(at) {
        let here = Here { signs: &signs, at };
        let found =
            here.mail().or_else(|| here.account()).or_else(|| here.number()).or_else(|| here.spelled());
        match found.or_else(|| here.name()) {
            Some((mask, end)) if end > at => {
                out.push_str(mask);
                at = end;
            }
            _ => {
                out.push(sign);
                at += 1;
            }
        }
    }
    out
}

/// What is put in place of what ends there.
type Found = Option<(&'static str, usize)>;

/// A place in the text.
#[derive(Clone, Copy)]
struct Here<'a> {
    signs: &'a [char],
    at: usize,
}

impl<'a> Here<'a> {
    fn mail(self) -> Found {
        let local = |sign: char| sign.is_ascii_alphanumeric() || "._%+-".contains(sign);
        if self.before().is_some_and(local) {
            return None;
        }
        let sign = self.run(self.at, local);
        if sign == self.at || !self.sign(sign).is_some_and(|sign| matches!(sign, '@' | '＠')) {
            return None;
        }
        let end = self.run(sign + 1, |sign| sign.is_ascii_alphanumeric() || "-.".contains(sign));
        self.part(sign + 1, end).contains(&'.').then_some((MAIL, end))
    }

    fn account(self) -> Found {
        let part = |sign: char| sign.is_ascii_alphanumeric() || "_-".contains(sign);
        if self.before().is_some_and(part) || !self.follows(&ACCOUNT_OF) {
            return None;
        }
        let end = self.run(self.at, part);
        (end - self.at > 4 && !self.is_sum(self.at, end)).then_some((ACCOUNT, end))
    }

    /// Groups of three digits or more belong together if spaces or dashes part them: 138 0013 8000.
    fn number(self) -> Found {
        if self.before().is_some_and(is_digit) {
            return None;
        }
        let first = self.run(self.at, is_digit);
        let (mut end, mut digits) = (first, first - self.at);
        let mut group = digits;
        while group > 2 && self.sign(end).is_some_and(|sign| " -－—".contains(sign)) {
            let next = self.run(end + 1, is_digit);
            group = next - (end + 1);
            if group > 2 {
                end = next;
                digits += group;
            }
        }
        if digits <= LONGEST_SUM {
            // Too few for a phone: a year and a year, or two numbers that have nothing to do with each other.
            (end, digits) = (first, first - self.at);
        }
        if digits == 17 && self.sign(end).is_some_and(|sign| "xXｘＸ".contains(sign)) {
            (end, digits) = (end + 1, 18);
        }
        if digits < LONG || digits <= LONGEST_SUM && self.is_sum(self.at, end) {
            return None;
        }
        let mobile = self.sign(self.at).is_some_and(|sign| matches!(sign, '0' | '1' | '０' | '１'));
        Some(match digits {
            15 | 18 => (PAPER, end),
            10..=12 if mobile => (PHONE, end),
            _ => (NUMBER, end),
        })
    }

    /// Digits said in words: 幺三八零零幺三八零零零.
    fn spelled(self) -> Found {
        let digit = |sign: char| "零〇一二三四五六七八九幺".contains(sign);
        if self.before().is_some_and(digit) {
            return None;
        }
        let end = self.run(self.at, digit);
        (end - self.at >= LONG).then_some((NUMBER, end))
    }

    fn name(self) -> Found {
        if self.ended_with("my name is ") {
            return Some((NAME, self.latin_name()));
        }
        let field = self.follows(&NAME_FIELD) && self.before().is_some_and(|sign| ":：".contains(sign));
        if field {
            let end = self.run(self.at, is_han).min(self.at + 4);
            return Some((NAME, end));
        }
        let surname = self.surname()?;
        let given = self.run(surname, |sign| is_han(sign) && !NO_GIVEN.contains(sign)).min(surname + 2);
        let sure = self.follows(&NAMED) || self.follows(&NAME_FIELD);
        let said = self.ended_with("叫") && given > surname;
        (sure || said).then_some((NAME, given))
    }

    /// Where a surname that begins here ends.
    fn surname(self) -> Option<usize> {
        if NO_NAMES.iter().any(|word| self.begins(word)) {
            return None;
        }
        let double = DOUBLE_SURNAMES.iter().any(|name| self.begins(name));
        let single = self.sign(self.at).is_some_and(|sign| SURNAMES.contains(sign));
        if double { Some(self.at + 2) } else { single.then_some(self.at + 1) }
    }

    /// The first word, and the second if it is written like a name.
    fn latin_name(self) -> usize {
        let letter = |sign: char| sign.is_alphabetic() && !is_han(sign);
        let first = self.run(self.at, letter);
        let capital = self.sign(first) == Some(' ') && self.sign(first + 1).is_some_and(char::is_uppercase);
        if capital { self.run(first + 1, letter) } else { first }
    }

    /// Whether a cue stands before this place, with nothing of weight between.
    fn follows(self, cues: &[&str]) -> bool {
        let mut cue = self;
        for _ in 0..MOST_BETWEEN {
            if cue.before().is_some_and(|sign| BETWEEN.contains(sign)) {
                cue.at -= 1;
            }
        }
        cues.iter().any(|word| cue.ended_with(word))
    }

    fn is_sum(self, start: usize, end: usize) -> bool {
        let end = self.run(end, |sign| sign == ' ');
        let unit = self.sign(end).is_some_and(|sign| "元块万千亿圆".contains(sign));
        let sign = start.checked_sub(1).and_then(|before| self.sign(before));
        unit || sign.is_some_and(|sign| "¥￥$".contains(sign))
    }

    fn before(self) -> Option<char> {
        self.at.checked_sub(1).and_then(|before| self.sign(before))
    }

    fn sign(self, at: usize) -> Option<char> {
        self.signs.get(at).copied()
    }

    fn part(self, start: usize, end: usize) -> &'a [char] {
        self.signs.get(start..end).unwrap_or_default()
    }

    /// Where a run of such signs ends.
    fn run(self, start: usize, of: impl Fn(char) -> bool) -> usize {
        let rest = self.signs.get(start..).unwrap_or_default();
        start + rest.iter().take_while(|&&sign| of(sign)).count()
    }

    fn begins(self, word: &str) -> bool {
        let rest = self.signs.get(self.at..).unwrap_or_default();
        word.chars().enumerate().all(|(number, sign)| rest.get(number) == Some(&sign))
    }

    fn ended_with(self, word: &str) -> bool {
        let mut told = self.part(0, self.at).iter().rev();
        word.chars().rev().all(|sign| told.next().is_some_and(|told| told.to_ascii_lowercase() == sign))
    }
}

fn is_digit(sign: char) -> bool {
    sign.is_ascii_digit() || ('０'..='９').contains(&sign)
}

fn is_han(sign: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&sign)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_tells_who_it_is_goes() {
        for (said, kept) in [
            ("打13800138000找我", "打〔电话〕找我"),
            ("电话138 0013 8000，或138-0013-8000", "电话〔电话〕，或〔电话〕"),
            ("座机023-68812345", "座机〔电话〕"),
            ("手机１３８００１３８０００", "手机〔电话〕"),
            ("幺三八零零幺三八零零零", "〔号码〕"),
            ("身份证50010719800101123X", "身份证〔证件号〕"),
            ("卡号6222 0212 3456 7890 123", "卡号〔号码〕"),
            ("合同号20240315", "合同号〔号码〕"),
            ("写信到wang.xm@qq.com吧", "写信到〔邮箱〕吧"),
            ("加微信wangxm_88", "加微信〔账号〕"),
            ("QQ号：812345", "QQ号：〔账号〕"),
            ("我叫王小明，被打了", "我叫某某，被打了"),
            ("我叫欧阳娜娜在工地", "我叫某某在工地"),
            ("他叫李伟的", "他叫某某的"),
            ("老板名叫张三", "老板名叫某某"),
            ("姓名：买买提 年龄40", "姓名：某某 年龄40"),
            ("姓名王芳", "姓名某某"),
            ("My name is John Smith and I", "My name is 某某 and I"),
        ] {
            assert_eq!(redact(said), kept);
        }
    }

    #[test]
    fn what_belongs_to_the_matter_stays() {
        for said in [
            "欠我1200000元",
            "借了20000000 块",
            "￥3500000没还",
            "微信转了50000元",
            "微信50000元",
            "2024-03-15到2024-04-15",
            "2020-2024年的工资",
            "电话110和12348",
            "他叫我滚",
            "老板叫马上还钱",
            "叫人来打我",
            "我叫他还钱",
            "我叫了车",
            "一二三四五六",
            "工资3500，欠了6个月",
            "my name was used",
            "",
        ] {
            assert_eq!(redact(said), said);
        }
    }

    #[test]
    fn much_of_anything_is_gone_through_to_its_end() {
        for piece in [":", "叫", "1 ", "1234-", "a@", "一", "微信"] {
            let kept = redact(&format!("{}，电话13800138000", piece.repeat(20_000)));
            assert!(!kept.contains("13800138000"), "{piece}");
        }
    }

    proptest! {
        #[test]
        fn no_long_number_is_left(before in "[一-龥a-z ]{0,6}", number in "[1-9][0-9]{10,19}", after in "[一-龥a-z, ]{0,6}") {
            let kept = redact(&format!("{before}{number}{after}"));
            prop_assert!(!kept.chars().any(|sign| sign.is_ascii_digit()), "{kept}");
        }

        #[test]
        fn any_text_can_be_redacted_and_twice_is_once(text in any::<String>()) {
            let once = redact(&text);
            prop_assert_eq!(redact(&once), once);
        }
    }
}
