//! A made-up desk behind the web chat: keeps what comes, answers by a few fixed rules, serves on a free port.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use fengqiao::channels::error::DoorError;
use fengqiao::channels::web::{Hub, Invitation, Line, Pages, Settings, StoredFile, Web};
use fengqiao::channels::{Arrival, Content, Door};
use fengqiao::domain::attachment::Attachment;
use fengqiao::domain::code::CaseCode;
use fengqiao::domain::ids::AttachmentId;
use fengqiao::domain::message::{Body, Button, Inbound, Outbound};
use fengqiao::domain::time::Timestamp;
use futures::future::{BoxFuture, ready};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// The code of the one invitation to a mediation that can be used.
pub const INVITED: &str = "7K3M9QTXABCD";

/// The desk, served.
pub struct Desk {
    pub base: String,
    pub hub: Hub,
    pub end: CancellationToken,
    pub book: Arc<Book>,
    pub server: JoinHandle<()>,
}

/// Everything that was said.
#[derive(Default)]
pub struct Book {
    written: Mutex<Written>,
}

#[derive(Default)]
struct Written {
    ids: HashSet<String>,
    came: Vec<(String, Inbound)>,
    lines: Vec<(String, Line)>,
    files: Vec<(String, StoredFile)>,
    seen: Vec<(String, String)>,
    staff: HashSet<String>,
    closed: bool,
}

impl Desk {
    pub async fn open() -> Self {
        Self::with(Settings::default()).await
    }

    pub async fn with(settings: Settings) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let (hub, end, book) = (Hub::default(), CancellationToken::new(), Arc::new(Book::default()));
        let settings = Settings {
            street: "谢家湾街道".into(),
            police: "110".into(),
            hotlines: ["110", "12348"].map(String::from).into(),
            ..settings
        };
        let (door, pages): (Arc<dyn Door>, Arc<dyn Pages>) = (book.clone(), book.clone());
        let web = Web::new(settings, door, pages, hub.clone(), end.clone());
        let service = web.router().into_make_service_with_connect_info::<SocketAddr>();
        let ended = end.clone().cancelled_owned();
        let server = tokio::spawn(async move {
            axum::serve(listener, service).with_graceful_shutdown(ended).await.unwrap();
        });
        Self { base, hub, end, book, server }
    }
}

impl Book {
    /// What came in, in order.
    pub fn came(&self) -> Vec<Inbound> {
        self.written.lock().unwrap().came.iter().map(|(_, inbound)| inbound.clone()).collect()
    }

    /// The conversation of the message that came last.
    pub fn last_peer(&self) -> String {
        self.written.lock().unwrap().came.last().unwrap().0.clone()
    }

    /// Says something in a conversation; nobody is woken.
    pub fn say(&self, peer: &str, said: Outbound, case: Option<CaseCode>) -> String {
        self.written.lock().unwrap().add(peer, false, said, case)
    }

    /// Somebody waits to hear that this message has been seen.
    pub fn awaits(&self, id: &str) {
        let mut written = self.written.lock().unwrap();
        written.lines.iter_mut().find(|(_, line)| line.id == id).unwrap().1.awaited = true;
    }

    /// What pages told to have been seen, with whose page it was.
    pub fn seen(&self) -> Vec<(String, String)> {
        self.written.lock().unwrap().seen.clone()
    }

    /// Whoever has this conversation works here.
    pub fn hires(&self, peer: &str) {
        self.written.lock().unwrap().staff.insert(peer.to_owned());
    }

    /// A file of a conversation that the gateway wrote.
    pub fn keep(&self, peer: &str, file: &Attachment, bytes: &[u8]) {
        self.written.lock().unwrap().keep(peer, file, bytes.to_vec());
    }

    /// Changes a message of ours; nobody is woken.
    pub fn amend(&self, id: &str, said: Outbound) {
        let mut written = self.written.lock().unwrap();
        let version = format!("{id}-{}", written.lines.len());
        let (_, line) = written.lines.iter_mut().find(|(_, line)| line.id == id).unwrap();
        (line.version, line.said, line.changed) = (version, said, now());
    }

    /// Changes a line's times, as if it had been said so long ago.
    pub fn age(&self, milliseconds: i64) {
        for (_, line) in &mut self.written.lock().unwrap().lines {
            line.at = Timestamp::from_millis(line.at.millis() - milliseconds);
            line.changed = Timestamp::from_millis(line.changed.millis() - milliseconds);
        }
    }

    /// The database goes away, or comes back.
    pub fn close(&self, closed: bool) {
        self.written.lock().unwrap().closed = closed;
    }
}

impl Written {
    fn add(&mut self, peer: &str, mine: bool, said: Outbound, case: Option<CaseCode>) -> String {
        let id = format!("{:08}", self.lines.len());
        let (at, changed, version) = (now(), now(), id.clone());
        self.lines.push((
            peer.to_owned(),
            Line { id: id.clone(), version, at, changed, mine, said, case, awaited: false },
        ));
        id
    }

    fn take(&mut self, arrival: Arrival) {
        let Content::Came { peer, inbound, bytes } = arrival.content else { panic!("{arrival:?}") };
        if !self.ids.insert(arrival.external_id) {
            return;
        }
        self.came.push((peer.clone(), inbound.clone()));
        let says = |text: &str| Some(Outbound::text(text));
        let (mine, answer) = match inbound.body {
            Body::Text(text) => (says(&text), answer(&text)),
            Body::Press(data) => (says(&data), Outbound::text(format!("您按了{data}"))),
            Body::Start(_) => (None, greeting()),
            Body::File { file, .. } => {
                self.keep(&peer, &file, bytes.unwrap());
                (Some(Outbound { file: Some(file), ..Outbound::default() }), Outbound::text("收到文件"))
            }
            other => (None, Outbound::text(format!("{other:?}"))),
        };
        if let Some(mine) = mine {
            self.add(&peer, true, mine, None);
        }
        self.add(&peer, false, answer, None);
    }

    fn keep(&mut self, peer: &str, file: &Attachment, bytes: Vec<u8>) {
        self.files.push((peer.to_owned(), StoredFile { file: file.clone(), bytes }));
    }
}

impl Door for Book {
    fn come(&self, arrival: Arrival) -> BoxFuture<'_, Result<(), DoorError>> {
        let mut written = self.written.lock().unwrap();
        if written.closed {
            return Box::pin(ready(Err(DoorError::Unavailable("closed".into()))));
        }
        written.take(arrival);
        Box::pin(ready(Ok(())))
    }
}

impl Pages for Book {
    fn lines<'a>(
        &'a self,
        peer: &'a str,
        since: Timestamp,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Line>, DoorError>> {
        let written = self.written.lock().unwrap();
        let theirs = written.lines.iter().filter(|(of, line)| of == peer && line.changed >= since);
        let mut lines: Vec<Line> = theirs.rev().take(limit).map(|(_, line)| line.clone()).collect();
        lines.reverse();
        Box::pin(ready(Ok(lines)))
    }

    fn is_staff<'a>(&'a self, peer: &'a str) -> BoxFuture<'a, Result<bool, DoorError>> {
        Box::pin(ready(Ok(self.written.lock().unwrap().staff.contains(peer))))
    }

    fn file<'a>(
        &'a self,
        peer: &'a str,
        id: &'a AttachmentId,
    ) -> BoxFuture<'a, Result<Option<StoredFile>, DoorError>> {
        let written = self.written.lock().unwrap();
        let found = written.files.iter().find(|(of, stored)| of == peer && stored.file.id == *id);
        Box::pin(ready(Ok(found.map(|(_, stored)| stored.clone()))))
    }

    fn seen<'a>(&'a self, peer: &'a str, line: &'a str) -> BoxFuture<'a, Result<(), DoorError>> {
        let mut written = self.written.lock().unwrap();
        if written.closed {
            return Box::pin(ready(Err(DoorError::Unavailable("closed".into()))));
        }
        written.seen.push((peer.to_owned(), line.to_owned()));
        for (_, line) in written.lines.iter_mut().filter(|(of, one)| of == peer && one.id == line) {
            line.awaited = false;
        }
        Box::pin(ready(Ok(())))
    }

    fn invitation<'a>(&'a self, code: &'a str) -> BoxFuture<'a, Result<Option<Invitation>, DoorError>> {
        let known = (code == INVITED)
            .then(|| Invitation { room: "民主村<b>工作室".into(), mediator: Some("王调解".into()) });
        Box::pin(ready(Ok(known)))
    }
}

pub fn button(label: &str, data: &str) -> Button {
    Button { label: label.into(), data: data.into() }
}

fn greeting() -> Outbound {
    Outbound::text("您好，这里是谢家湾街道公共法律服务。您可以用平常的话把事情写给我，不用学任何口令。\n您不写姓名也能咨询；我们只保存办事要用的内容。")
        .row(vec![button("法律咨询", "menu:consultation"), button("法律援助", "menu:aid")])
        .row(vec![button("人民调解", "menu:mediation"), button("我的事项", "menu:cases")])
        .row(vec![button("转人工", "menu:human")])
}

fn answer(text: &str) -> Outbound {
    if text.contains("押金") {
        return Outbound::text(
            "**房东不退押金**，可以这样做：\n1. 先看合同里押金怎么写的，留好转账记录和退房时的照片。\n2. 和房东说清楚退还的数目和日子，最好用文字。\n\
             3. 谈不拢，可以请社区调解，不收费；也可以起诉。\n\n有人威胁您，请马上打 110。想问律师可以打 12348。",
        )
        .row(vec![button("问律师", "ask"), button("申请调解", "mediate")])
        .row(vec![button("说别的事", "else")]);
    }
    Outbound::text(format!("您说的是：{text}"))
}

#[expect(clippy::disallowed_methods, reason = "the desk has no clock of its own")]
fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Timestamp::from_millis(since.as_millis().try_into().unwrap())
}
