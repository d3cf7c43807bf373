//! What all topics share: word classes, folding, and the small words that turn a message's meaning.
//!
//! Must not know how a message is matched.

use std::collections::BTreeMap;

use crate::tomlfile::{Fault, Section, TomlFile};

use super::folding::Folding;
use super::operators;
use super::source::read_classes;

/// The contents of `lexicon.toml`.
#[derive(Clone, Debug)]
pub struct Lexicon {
    /// Word classes that every file may use.
    pub words: BTreeMap<String, Vec<String>>,
    /// Dialect and slips.
    pub folding: Folding,
    /// Words that negate what follows at once: 不, 没.
    pub negate_next: Vec<String>,
    /// Words that negate what follows soon: 不要, 不是.
    pub negate_soon: Vec<String>,
    /// Words at which a negation ends: 怎么, 可以.
    pub negation_ends: Vec<String>,
    /// Words that hide the shorter words in them: 打官司 is no 打, 不但 no 不.
    pub lookalikes: Vec<String>,
    /// Words that say it happened to others or on a screen.
    pub hearsay: Vec<String>,
    /// Words that make a question.
    pub questions: Vec<String>,
    /// Polite words before a command.
    pub before: Vec<String>,
    /// Polite words after it.
    pub after: Vec<String>,
}

impl Lexicon {
    /// Reads the file; faults go to `faults`. What it leaves out is as usual.
    pub fn read(file: &TomlFile, faults: &mut Vec<Fault>) -> Self {
        file.read(faults, |top| {
            let words = top.table("words", read_classes).unwrap_or_default();
            let pairs: Vec<(String, String)> = ["dialect", "homophones"]
                .into_iter()
                .flat_map(|key| top.table(key, read_pairs).unwrap_or_default())
                .collect();
            let folding = Folding::new(pairs.iter().map(|(from, to)| (from.as_str(), to.as_str())));
            let mut lexicon = Self { words, folding, ..Self::default() };
            top.table("turns", |section| lexicon.read_turns(section));
            lexicon
        })
    }

    fn read_turns(&mut self, section: &mut Section<'_, '_>) {
        for key in section.keys() {
            let words = section.texts(&key.value);
            for word in &words {
                if let Some(what) = operators::between_words(&word.value) {
                    section.fault(word.at, what);
                }
            }
            match self.turn(&key.value) {
                Some(place) => *place = words.into_iter().map(|word| word.value).collect(),
                None => {
                    section.fault(key.at, format!("`{}` is not known under [turns]; {TURNS}", key.value));
                }
            }
        }
    }

    fn turn(&mut self, key: &str) -> Option<&mut Vec<String>> {
        Some(match key {
            "negate_next" => &mut self.negate_next,
            "negate_soon" => &mut self.negate_soon,
            "negation_ends" => &mut self.negation_ends,
            "lookalikes" => &mut self.lookalikes,
            "hearsay" => &mut self.hearsay,
            "questions" => &mut self.questions,
            "before" => &mut self.before,
            "after" => &mut self.after,
            _ => return None,
        })
    }
}

/// Every key is what people say, its value what is meant.
fn read_pairs(section: &mut Section<'_, '_>) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for said in section.keys() {
        if let Some(what) = operators::between_words(&said.value) {
            section.fault(said.at, what);
        }
        pairs.extend(section.text(&said.value).map(|meant| (said.value, meant.value)));
    }
    pairs
}

const TURNS: &str =
    "known are negate_next negate_soon negation_ends lookalikes hearsay questions before after";

impl Default for Lexicon {
    fn default() -> Self {
        let list = |words: &str| words.split_whitespace().map(ToOwned::to_owned).collect();
        Self {
            words: BTreeMap::new(),
            folding: Folding::default(),
            negate_next: list("不 没 莫 别 未"),
            negate_soon: list(
                "不要 不想 不用 不是 不需要 不必 不打算 不会 没有 没要 没想 并非 并不 别给 莫给 不准备 不愿 不申请 不找 不去 不走 \
                 用不着 don't do\u{2019}t not",
            ),
            negation_ends: list(
                "怎么 如何 怎样 为什么 可以 能 吗 但 但是 而 而是 却 就 只 只是 才 如果 的话 还 该 应该 后",
            ),
            lookalikes: list(
                "不但 不仅 不光 不止 不管 不论 不过 不然 不同 不错 不好意思 不得不 差不多 要不 要不然 别人 别的 别个 特别 \
                 分别 区别 性别 级别 个别 判别 没关系 没问题 未成年 未成年人 未婚 未来 打官司 打麻将 打工 打电话 打车 打的 打算 \
                 打字 打听 打包 打折 打印 打卡 打扫 打扰 打欠条 打借条 打条子 打款 打钱 跳坝坝舞 跳舞 跳广场舞 跳楼梯 跳槽 \
                 跳绳 跳楼价 跳闸",
            ),
            hearsay: list(
                "新闻里 新闻上 新闻说 看新闻 看到新闻 看了新闻 新闻报道 这条新闻 那条新闻 昨天新闻 电影里 电影上 看电影 看了部电影 \
                 看了个电影 电视里 电视上 看电视 电视剧 连续剧 小说 剧里 追剧 刷到 网上看到 听说有人 书上 书里 游戏里 打游戏 玩游戏 \
                 帮别人问 替别人问 帮人问 帮朋友问 替朋友问 帮同事问 替同事问 帮熟人问 帮亲戚问 替亲戚问 \
                 游戏角色 这游戏 考试题 考题 考试要考 法考 司考 论文 案例分析 剧本 手抄报 演讲稿 演讲比赛 素材 普法培训 课本",
            ),
            questions: list(
                "? 吗 么 呢 怎么 如何 怎样 什么 哪里 哪儿 哪个 哪些 多少 多久 几年 几天 几个 谁 能否 可否 是否 能不能 可不可以 \
                 要不要 有没有 是不是 会不会 该不该 算不算 行不行 合不合法 为什么 请问 咨询 what how where when who can could \
                 should",
            ),
            before: list(
                "请问 请 你好 您好 麻烦 麻烦你 麻烦您 那个 那 嗯 哦 喂 诶 哎 我想 我要 我想要 帮我 给我 想 要 算了",
            ),
            after: list("一下 一下子 吧 啊 呀 嘛 哈 哦 喔 呢 了 噻 哟 咯 哒 谢谢 谢谢你 谢谢您 please"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Lexicon, Vec<Fault>) {
        let mut faults = Vec::new();
        let file = TomlFile { name: "lexicon.toml".into(), text: text.into() };
        (Lexicon::read(&file, &mut faults), faults)
    }

    #[test]
    fn what_is_left_out_is_as_usual() {
        let (lexicon, faults) = read("[words]\nhow = [\"怎么\"]\n[dialect]\n\"啷个\" = \"怎么\"\n");
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(lexicon.folding.fold_text("啷个办"), "怎么办");
        assert!(lexicon.negate_next.contains(&"不".to_owned()));
    }

    #[test]
    fn turns_can_be_set_and_unknown_ones_are_named() {
        let (_, found) = read("[dialect]\n\"龟儿，龟儿子\" = \"他\"\n[turns]\nhearsay = [\"梦里、书里\"]\n");
        let told: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(found.iter().map(|fault| fault.line).collect::<Vec<_>>(), [2, 4], "{told:?}");
        assert!(
            told[0].ends_with("`龟儿，龟儿子` holds `，`: write each word in its own quotes"),
            "{told:?}"
        );
        let (lexicon, faults) = read("[turns]\nhearsay = [\"梦里\"]\nanger = [\"气死\"]\n");
        assert_eq!(lexicon.hearsay, ["梦里"]);
        assert!(faults[0].what.contains("`anger` is not known under [turns]"), "{faults:?}");
        assert_eq!(faults[0].line, 3);
    }

    #[test]
    fn what_is_meant_is_one_text_and_a_word_of_a_class_is_plain() {
        let text = "[words]\nhow = [\"怎么\", \"<bb>\", \" \"]\n[dialect]\n\"咯\" = 1\n\"啷个\" = [\"怎么\", \"如何\"]\n";
        let (_, faults) = read(text);
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        let wanted = [
            "lexicon.toml:2: a word of `how` is empty",
            "lexicon.toml:2: `<` cannot stand in `<bb>`",
            "lexicon.toml:4: `咯` must be a text in quotes",
            "lexicon.toml:5: `啷个` must be a text in quotes",
        ];
        assert_eq!(faults.len(), wanted.len(), "{faults:#?}");
        for part in wanted {
            assert!(faults.iter().any(|it| it.starts_with(part)), "{part} in {faults:#?}");
        }
    }
}
