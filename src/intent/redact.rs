//! Words without what tells who said them: names, addresses, numbers of phones, papers and accounts.
//!
//! Sums of money stay, they belong to the matter. Where it is doubtful, too much goes rather than too little.

mod address;
mod here;
mod names;
mod numbers;

use here::Here;

/// Takes out what tells who said it.
pub fn redact(text: &str) -> String {
    let signs: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(&sign) = signs.get(at) {
        let here = Here { signs: &signs, at };
        let found = numbers::found(here).or_else(|| address::found(here)).or_else(|| names::found(here));
        match found {
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
            ("（138）0013-8000", "〔电话〕"),
            ("打(023)68812345", "打〔电话〕"),
            ("138 00 13 80 00", "〔电话〕"),
            ("138.0013.8000", "〔电话〕"),
        ] {
            assert_eq!(redact(said), kept);
        }
    }

    #[test]
    fn whoever_is_named_goes() {
        for (said, kept) in [
            ("我是陈静", "我是某某"),
            ("本人赵强，老板欠薪", "本人某某，老板欠薪"),
            ("张伟欠我两万", "某某欠我两万"),
            ("昨天王小明打我", "昨天某某打我"),
            ("欧阳建国把我打了", "某某把我打了"),
            ("上官婉儿欠我钱", "某某欠我钱"),
            ("找刘梅", "找某某"),
            ("跟刘洋离婚", "跟某某离婚"),
            ("房东孙丽丽不退押金", "房东某某不退押金"),
            ("欠条写的是王建国", "欠条写的是某某"),
            ("张先生和李女士", "某某先生和某某女士"),
            ("Mr. John Smith hit me", "Mr. 某某 hit me"),
            ("I'm Mary Brown and I work", "I'm 某某 and I work"),
            ("I am Peter. I need help", "I am 某某. I need help"),
        ] {
            assert_eq!(redact(said), kept);
        }
    }

    #[test]
    fn where_somebody_lives_goes() {
        for (said, kept) in [
            ("家住谢家湾正街88号3单元5-2", "家住〔地址〕"),
            ("谢家湾正街 88 号 3 栋 2 单元 501 室漏水", "〔地址〕漏水"),
            ("民主村8栋12-3吵", "民主村〔地址〕吵"),
            ("二单元电梯坏了", "〔地址〕电梯坏了"),
            ("我住12-3-2", "我住〔地址〕"),
            ("502室漏水", "〔地址〕漏水"),
        ] {
            assert_eq!(redact(said), kept);
        }
    }

    #[test]
    fn words_that_look_like_names_or_addresses_stay() {
        for said in [
            "我是江北区的高中生",
            "老板高利贷，对方全责",
            "和林业局、文化局打官司",
            "老板马上跑，房东常年不在",
            "被告人任职期间",
            "我家住民主村",
            "名字都忘了",
            "张三借了我三千",
            "两室一厅，5栋房产证",
            "2024-3-15借的",
            "交警大队3号窗口，轻轨2号线",
            "民法典第1079条",
            "I am Chinese and I miss my money",
        ] {
            assert_eq!(redact(said), said);
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
        for piece in [":", "叫", "1 ", "1234-", "a@", "一", "微信", "（1", "路3号", "我是", "Mr. A ", "1-"]
        {
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
