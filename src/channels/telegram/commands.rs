//! The bot's commands: the menu Telegram shows for them, and the plain words each of them stands for.
//!
//! Nobody has to know them; what they stand for is what the person could have written.

use crate::domain::message::Body;
use teloxide::types::BotCommand;

/// The command, the words it stands for, and what Telegram's menu says of it. Staff have the same bot, and the same menu:
/// their commands stand below those of residents and say so.
const COMMANDS: [(&str, &str, &str); 18] = [
    ("menu", "菜单", "菜单：能办哪些事"),
    ("cases", "我的事项", "我的事项：办到哪一步了"),
    ("human", "转人工", "转人工：找调解员或律师"),
    ("back", "返回", "返回上一步"),
    ("cancel", "取消", "取消正在填的内容"),
    ("help", "帮助", "帮助"),
    ("mine", "我的事项", "工作人员·我的事项"),
    ("waiting", "待接单", "工作人员·待接单"),
    ("enter", "登记", "工作人员·登记来访、来电、微信群的事"),
    ("appointments", "/appointments", "工作人员·预约；居民·我的预约"),
    ("duty", "/duty", "工作人员·值班表；居民·今天哪个接待"),
    ("leave", "请假", "工作人员·请假"),
    ("end_leave", "销假", "工作人员·销假"),
    ("swap", "换班", "工作人员·换班"),
    ("capacity", "容量", "工作人员·容量：手上最多几件"),
    ("joint", "联调", "工作人员·联调"),
    ("stats", "统计", "工作人员·统计"),
    ("stop", "/stop", "工作人员·退出，这个聊天不再是工作人员的"),
];

/// The list for `setMyCommands`.
pub(super) fn menu() -> Vec<BotCommand> {
    COMMANDS.iter().map(|(command, _, description)| BotCommand::new(*command, *description)).collect()
}

/// A text, or what the command in it means. A command we do not have is a text like any other.
pub(super) fn read(text: &str) -> Body {
    let Some((command, rest)) = split(text) else { return Body::Text(text.to_owned()) };
    if command == "start" {
        return Body::Start(rest.to_owned());
    }
    let known = COMMANDS.iter().find(|(name, ..)| *name == command);
    Body::Text(known.map_or(text, |(_, words, _)| words).to_owned())
}

/// The command in lower case, without its slash and the bot's name, and what follows it.
fn split(text: &str) -> Option<(String, &str)> {
    let text = text.trim().strip_prefix('/')?;
    let (command, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let command = command.split_once('@').map_or(command, |(command, _)| command);
    Some((command.to_ascii_lowercase(), rest.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_become_the_words_they_stand_for() {
        for (written, meant) in [
            ("/help", "帮助"),
            ("/Cases@fengqiao_bot", "我的事项"),
            ("/cancel please", "取消"),
            ("/fly", "/fly"),
            ("/leave", "请假"),
            ("/Duty@fengqiao_bot", "/duty"),
        ] {
            assert_eq!(read(written), Body::Text(meant.into()), "{written}");
        }
    }

    #[test]
    fn a_start_brings_its_payload() {
        assert_eq!(read("/start"), Body::Start(String::new()));
        assert_eq!(read("/start@fengqiao_bot  7K3M-2Q "), Body::Start("7K3M-2Q".into()));
    }

    #[test]
    fn words_are_left_as_they_were_written() {
        for text in [" 房东不退押金 ", "", "1/2", "/"] {
            assert_eq!(read(text), Body::Text(text.into()));
        }
    }

    #[test]
    fn no_command_stands_there_twice_and_staffs_say_that_they_are_staffs() {
        let names: std::collections::BTreeSet<&str> = COMMANDS.iter().map(|(name, ..)| *name).collect();
        assert_eq!(names.len(), COMMANDS.len());
        let staffs = COMMANDS.iter().skip(6).take(11);
        assert!(staffs.clone().all(|(.., says)| says.starts_with("工作人员·")));
    }

    #[test]
    fn telegram_takes_every_command() {
        for command in menu() {
            assert!((1..=32).contains(&command.command.len()));
            assert!(command.command.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'));
            assert!(!command.description.is_empty());
        }
    }
}
