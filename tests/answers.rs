//! The 62 questions that residents ask most, each with the intent that answers it and the articles that answer rests on; and
//! what every answer has to keep to.

use chrono::NaiveDate;
use fengqiao::domain::lang::Lang;
use fengqiao::intent::{Answer, Citation, SURE};

use crate::support::rules::shipped;

/// Number, question, intent, and what its answer cites at least.
const QUESTIONS: &str = "
1 | 协议离婚怎么办 | marriage.by_agreement | 民法典 1076–1078; 婚姻登记条例2025
2 | 对方不同意离婚怎么办 | marriage.contested | 民法典 1079
3 | 分居两年自动离婚吗 | marriage.separation | 民法典 1079、1080
4 | 老婆怀孕能起诉离婚吗 | marriage.pregnant | 民法典 1082
5 | 离婚共同财产和房子怎么分 | marriage.property | 民法典 1062、1063、1087、1092
6 | 彩礼能退吗 | marriage.bride_price | 民法典婚姻家庭编解释（一） 5; 涉彩礼纠纷规定 5、6
7 | 离婚后抚养权归谁 | custody.who | 民法典 1084
8 | 抚养费给多少 | custody.amount | 民法典 1085; 民法典婚姻家庭编解释（一） 49、53
9 | 对方不给抚养费 | custody.unpaid | 民法典 1067、196; 民法典婚姻家庭编解释（二） 17; 法律援助法 31; 民事诉讼法 109、247
10 | 前夫不让我看娃儿 | custody.visiting | 民法典 1086; 未成年人保护法 24; 民法典婚姻家庭编解释（二） 12
10 | 他把孩子抢走藏起来了 | custody.visiting | 民法典 1086
11 | 儿女不养老怎么办 | inheritance.support | 民法典 1067; 老年人权益保障法 14、19、75
12 | 没有遗嘱怎么继承 | inheritance.no_will | 民法典 1127、1130
13 | 遗嘱怎么写才有效 | inheritance.will | 民法典 1134–1138、1140、1142
14 | 父债子还吗 | inheritance.debts | 民法典 1161
15 | 被老公打过，怎么告他家暴 | violence.beaten_at_home | 反家庭暴力法 13、16、20、23; 法律援助法 32
16 | 保护令怎么申请 | violence.protection_order | 反家庭暴力法 23–25; 人身安全保护令规定 1、2
17 | 对方违反保护令怎么办 | violence.order_broken | 反家庭暴力法 34; 治安管理处罚法2025 73
18 | 前男友老是骚扰跟踪我怎么办 | violence.harassed_by_ex | 妇女权益保障法 29; 治安管理处罚法2025 50
19 | 打娃儿算家暴吗 | violence.child_beaten | 反家庭暴力法 12、14、21; 未成年人保护法 11、17
20 | 老板拖欠工资怎么办 | labour.unpaid_wages | 劳动合同法 30、85; 劳动法 50; 劳动争议调解仲裁法 9、53; 劳动争议解释（一） 15
21 | 工地包工头跑了，工资找谁要 | labour.site_wages | 保障农民工工资支付条例 30、36; 法律援助法 42
22 | 上班半年没签劳动合同怎么赔 | labour.no_contract | 劳动合同法 10、14、82
23 | 被公司无故开除赔多少 | labour.dismissed | 劳动合同法 46–48、87
24 | 加班费怎么算 | labour.overtime | 劳动法 44
24 | 年假有几天，没休怎么补钱 | labour.annual_leave | 职工带薪年休假条例 3、5
25 | 试用期六个月合不合理 | labour.probation | 劳动合同法 19、20
26 | 怀孕被公司辞退怎么办 | labour.pregnant | 劳动合同法 42; 妇女权益保障法 48; 女职工劳动保护特别规定 5
27 | 上班受伤算工伤吗 | injury.at_work | 工伤保险条例 14、19
28 | 单位没买工伤保险，受伤了谁赔 | injury.no_insurance | 社会保险法 41; 工伤保险条例 62
29 | 工伤期间工资怎么发 | injury.leave_pay | 工伤保险条例 33
30 | 单位不买社保，签了自愿放弃 | injury.not_insured | 社会保险法 58、63、84; 劳动合同法 38、46; 劳动争议解释（二）
31 | 朋友借钱不还怎么办 | debt.not_repaid | 民法典 675、188、195; 民间借贷规定 2; 民事诉讼法 225
32 | 没借条只有转账能起诉吗 | debt.no_note | 民间借贷规定 16
33 | 借条没写利息，能要利息吗 | debt.interest | 民法典 680、670; 民间借贷规定 24–26
33 | 高利贷的利息要不要还 | debt.interest | 民法典 680、670
34 | 给人担保签了字要还吗 | guarantee.vouch | 民法典 686、687、692; 民间借贷规定 20
35 | 老公在外面借的债要我还吗 | debt.spouse_debt | 民法典 1064
36 | 被暴力催收骚扰怎么办 | debt.collectors | 治安管理处罚法2025 50; 刑法 293之一
37 | 房东不退押金 | tenancy.deposit | 民法典 710、733; 住房租赁条例2025
38 | 租的房子坏了谁修 | tenancy.repairs | 民法典 712、713
39 | 房东要卖房，提前赶我走 | tenancy.evicted | 民法典 725、726、577
40 | 租客不交房租还转租 | tenancy.rent_unpaid | 民法典 716、722
41 | 物业服务差能不交物业费吗 | property.fee_refused | 民法典 944、942、577
41 | 物业断水断电催物业费 | property.water_cut | 民法典 944
42 | 物业乱收费怎么办 | property.overcharged | 物业服务纠纷解释 2; 民法典 943
43 | 怎么成立业委会换物业 | property.committee | 民法典 277、278、946
44 | 怎么动用维修资金 | property.common_money | 民法典 278、281、282
44 | 小区公共收益归谁 | property.common_money | 民法典 282
45 | 小区车位被开发商只卖不租怎么办 | property.parking | 民法典 275、276
46 | 楼上漏水怎么办 | neighbour.water_leak | 民法典 296、287、1165
47 | 广场舞噪声太吵怎么办 | neighbour.noise | 生态环境法典 593–595、599、1077、1190、1192; 治安管理处罚法2025 88
48 | 邻居堵楼道搭违建挡光 | neighbour.blocked | 民法典 286、288、293
49 | 被邻居没拴绳的狗咬了 | neighbour.dog | 民法典 1245–1247; 侵权责任编解释（一） 23; 治安管理处罚法2025 89; 重庆市养犬管理条例
50 | 楼上住宅改成麻将馆 | neighbour.shop_in_flat | 民法典 279; 建筑物区分所有权解释 10、11
51 | 撞车了谁赔 | traffic.who_pays | 民法典 1213; 道路交通安全法 76
52 | 肇事司机逃逸没保险谁赔 | traffic.hit_and_run | 民法典 1216; 道路交通安全法 75
53 | 昨天被人打了怎么赔 | tort.beaten | 民法典 1179; 治安管理处罚法2025 9、51; 刑法 234
54 | 高空抛物砸到车找谁赔 | tort.falling_object | 民法典 1254; 治安管理处罚法2025 43; 刑法 291之二
55 | 娃儿在学校受伤谁负责 | tort.at_school | 民法典 1199–1201; 治安管理处罚法2025 60
56 | 买到假货怎么赔 | consumer.fakes | 消费者权益保护法 55
57 | 健身房跑路，卡里的钱怎么退 | consumer.prepaid | 消费者权益保护法 53、39
58 | 网购平台不给商家信息怎么办 | consumer.platform | 消费者权益保护法 44
59 | 拆迁补偿不合理怎么办 | administrative.expropriation | 国有土地上房屋征收与补偿条例 19、26、27; 行政复议法 11、20
60 | 不服行政罚款怎么办 | administrative.penalty | 行政复议法 11、20; 行政诉讼法 46
60 | 低保没批下来怎么办 | administrative.relief | 社会救助法 37; 行政复议法 11、20
61 | 上个月被骗子骗了转账，能追回来吗 | procedure.swindled | 反电信网络诈骗法 20
62 | 打官司去哪里告，要多少钱 | procedure.court_costs | 民事诉讼法 22、24; 诉讼费用交纳办法 13、44–47
";

/// Numbers that statutes have lost: an edition that is in force no more, or an article that means something else by now.
const GONE: [&str; 5] = [
    "治安管理处罚法",
    "噪声污染防治法",
    "治安管理处罚法2025 42",
    "治安管理处罚法2025 58",
    "治安管理处罚法2025 75",
];

/// The day whose verdicts are pinned.
fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 25).unwrap()
}

fn answer(intent: &str, lang: Lang) -> Answer {
    shipped().catalogue.answer(intent, lang, today()).unwrap_or_else(|| panic!("{intent} has no answer"))
}

/// Whether an answer rests on each of these articles, written as `law 1、2`.
fn rests_on(cites: &[Citation], wanted: &str) -> bool {
    let (law, articles) = wanted.split_once(' ').unwrap_or((wanted, ""));
    let of_law: Vec<&Citation> = cites.iter().filter(|cite| cite.law == law).collect();
    let has = |article: &str| of_law.iter().any(|cite| cite.articles.split('、').any(|it| it == article));
    !of_law.is_empty() && articles.split('、').filter(|it| !it.is_empty()).all(has)
}

#[test]
fn every_question_is_understood_and_answered_from_what_the_law_says() {
    let rules = shipped();
    let mut wrong = Vec::new();
    let mut next = 1;
    for row in QUESTIONS.trim().lines() {
        let [number, question, intent, cites] = row.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("{row}")
        };
        let number: u32 = number.parse().unwrap();
        assert!(number == next || number + 1 == next, "{row}: the numbers have to run on");
        next = number + 1;
        let reading = rules.catalogue.read(question);
        if reading.intent.as_deref() != Some(intent) || reading.score < SURE {
            wrong.push(format!("{row}: read as {:?} ({})", reading.intent, reading.score));
        }
        let answer = answer(intent, Lang::Zh);
        if !answer.reliable {
            wrong.push(format!("{row}: would not be given"));
        }
        wrong.extend(
            cites
                .split("; ")
                .filter(|it| !rests_on(&answer.cites, it))
                .map(|it| format!("{row}: does not cite {it}")),
        );
    }
    assert_eq!(next, 63, "every number from 1 to 62 is there");
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn an_answer_has_at_most_eight_short_lines_in_both_languages_and_promises_nothing() {
    let rules = shipped();
    let mut seen = 0;
    for number in 0..u16::MAX {
        let Some(intent) = rules.catalogue.intent_name(number) else { break };
        if rules.catalogue.answer(intent, Lang::Zh, today()).is_none() {
            continue;
        }
        seen += 1;
        let (zh, en) = (answer(intent, Lang::Zh), answer(intent, Lang::En));
        assert_ne!(zh.text, en.text, "{intent} speaks one language only");
        for (text, most) in [(&zh.text, 90), (&en.text, 260)] {
            let lines: Vec<&str> = text.lines().collect();
            // What it rests on is the eighth.
            assert!(lines.len() <= 7, "{intent} has {} lines:\n{text}", lines.len());
            let longest = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
            assert!(longest <= most, "{intent} has a line of {longest} signs:\n{text}");
            assert!(!text.contains(['{', '}']), "{intent} shows the name of a number:\n{text}");
        }
        for promise in
            ["一定能赢", "肯定能赢", "保证能", "必胜", "包赢", "一定会判", "肯定会判", "一定能要回"]
        {
            assert!(!zh.text.contains(promise), "{intent} promises `{promise}`:\n{}", zh.text);
        }
        for gone in GONE {
            let (law, article) = gone.split_once(' ').unwrap_or((gone, ""));
            let cites = zh.cites.iter().filter(|cite| cite.law == law);
            let found = cites
                .into_iter()
                .any(|cite| article.is_empty() || cite.articles.split('、').any(|it| it == article));
            assert!(!found, "{intent} cites {gone}, which does not hold any more");
        }
    }
    assert!(seen > 90, "only {seen} answers");
}

#[test]
fn what_only_one_source_has_says_so_and_what_is_past_its_review_is_not_given() {
    let unsure = answer("neighbour.noise", Lang::Zh);
    assert!(unsure.cites.iter().all(|cite| cite.mark == "V1"), "{:?}", unsure.cites);
    let later = NaiveDate::from_ymd_opt(2028, 1, 1).unwrap();
    let late = shipped().catalogue.answer("neighbour.noise", Lang::Zh, later).unwrap();
    assert!(unsure.reliable && !late.reliable);
}
