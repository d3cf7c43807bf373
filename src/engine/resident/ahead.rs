//! Photos and files that come before it is known what they are about: kept for the matter that is registered next.

use std::time::Duration;

use crate::domain::attachment::{Attachment, AttachmentKind};
use crate::domain::case::Case;
use crate::engine::casework;
use crate::engine::facts::Need;
use crate::engine::turn::Turn;

use super::question;
use super::whose::MOST_KEPT;

/// After so long they are no part of what is told then.
const KEPT_FOR: Duration = Duration::from_secs(24 * 3600);

/// Keeps it; what is said of that.
pub(super) fn keep(turn: &mut Turn<'_>, file: &Attachment) -> String {
    let now = turn.now;
    turn.session.ahead.retain(|(at, _)| now.since(*at) < KEPT_FOR);
    if turn.session.ahead.len() < MOST_KEPT {
        turn.session.ahead.push((now, file.clone()));
    }
    let texts = turn.texts();
    let what = match file.kind {
        AttachmentKind::Photo => texts.file_photo(),
        AttachmentKind::File => texts.file_file(),
        AttachmentKind::Voice => texts.file_voice(),
        AttachmentKind::Video => texts.file_video(),
    };
    if question::is_open(turn) { texts.file_later(what) } else { texts.file_first(what) }
}

/// Brings them to whoever the case was just offered to, and says how many there were.
pub(super) fn bring(turn: &mut Turn<'_>, case: &Case) -> Result<Option<String>, Need> {
    let (now, kept) = (turn.now, std::mem::take(&mut turn.session.ahead));
    let files: Vec<Attachment> =
        kept.into_iter().filter(|(at, _)| now.since(*at) < KEPT_FOR).map(|(_, file)| file).collect();
    for file in &files {
        let case = turn.written(&case.id).unwrap_or_else(|| case.clone());
        casework::pass_on(turn, &case, "", Some(file))?;
    }
    Ok((!files.is_empty()).then(|| turn.texts().files_brought(files.len())))
}

#[cfg(test)]
mod tests {
    use crate::domain::attachment::{Attachment, AttachmentKind};
    use crate::domain::message::Body;
    use crate::engine::testing::Street;
    use crate::engine::testing::story::{does, photo, says, street, taps};

    fn sends(anna: &mut Street, kind: AttachmentKind) -> String {
        does(anna, Body::File { file: Attachment { kind, ..photo() }, caption: String::new() })
    }

    /// How many files lie in the log of the case.
    fn files(street: &Street) -> usize {
        street.log.iter().filter(|entry| entry.attachment.is_some()).count()
    }

    #[test]
    fn photos_sent_first_go_with_the_matter_once_it_is_registered() {
        let mut anna = street();
        let read = sends(&mut anna, AttachmentKind::Photo);
        assert!(read.contains("收到照片，先替您留着") && read.contains("[1 问法律问题]"), "{read}");
        assert!(sends(&mut anna, AttachmentKind::Voice).contains("收到语音"));
        says(&mut anna, "协议离婚怎么办");
        taps(&mut anna, "请工作室律师看看");
        let read = says(&mut anna, "民主村");
        assert!(read.contains("您先发来的 2 份也转过去了") && read.contains("[1 补充]"), "{read}");
        assert_eq!(files(&anna), 2);
        taps(&mut anna, "问别的");
        says(&mut anna, "老板拖欠工资怎么办");
        assert!(!taps(&mut anna, "请工作室律师看看").contains("您先发来的"), "once");
    }

    #[test]
    fn what_comes_in_the_middle_of_a_form_is_kept_and_what_is_left_is_forgotten() {
        let mut anna = street();
        says(&mut anna, "申请调解");
        let read = sends(&mut anna, AttachmentKind::Photo);
        assert!(read.contains("收到照片") && read.contains("（1/4）"), "{read}");
        says(&mut anna, "取消");
        says(&mut anna, "转人工");
        assert!(!says(&mut anna, "民主村").contains("您先发来的"));
        assert_eq!(files(&anna), 0);
    }

    #[test]
    fn a_day_later_they_are_no_part_of_another_matter() {
        let mut anna = street();
        sends(&mut anna, AttachmentKind::Photo);
        anna.pass_minutes(25 * 60);
        says(&mut anna, "转人工");
        says(&mut anna, "民主村");
        assert_eq!(files(&anna), 0);
    }

    #[test]
    fn in_danger_they_go_with_it() {
        let mut anna = street();
        says(&mut anna, "民主村");
        sends(&mut anna, AttachmentKind::Photo);
        says(&mut anna, "他在打我");
        assert_eq!(files(&anna), 1);
    }
}
