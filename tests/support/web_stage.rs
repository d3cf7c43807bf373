//! Stories on the web page: everybody has a browser, and reads what the page's live lines say.

use std::collections::BTreeMap;
use std::time::Duration;

use fengqiao::domain::staff::Role;
use futures::FutureExt;
use futures::future::BoxFuture;
use reqwest::StatusCode;

use super::app::App;
use super::page::{Line, lines};
use super::stage::{Act, Seen, Stage};
use super::web_user::{WebUser, attributes};

/// Browsers on one gateway.
pub struct WebStage {
    pub app: App,
    people: BTreeMap<String, Reader>,
}

struct Reader {
    browser: WebUser,
    /// The versions of the lines read so far.
    read: BTreeMap<String, String>,
    acts: u32,
}

impl WebStage {
    pub fn new(app: App) -> Self {
        Self { app, people: BTreeMap::new() }
    }

    /// The gateway it plays on.
    pub fn app(&self) -> &App {
        &self.app
    }

    async fn arrive(&mut self, name: &str) {
        let browser = WebUser::arrived(&self.app.base).await;
        self.people.insert(name.to_owned(), Reader { browser, read: BTreeMap::new(), acts: 0 });
    }

    /// Sends a form that has to be taken, and everything that follows from it.
    pub async fn send(&mut self, name: &str, path: &str, mut fields: Vec<(&str, String)>) {
        let person = self.people.get_mut(name).unwrap();
        person.acts += 1;
        fields.push(("id", format!("{name}{:08}", person.acts)));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let mut answer = person.browser.post(path, &fields).await;
        while answer.status == reqwest::StatusCode::TOO_MANY_REQUESTS {
            // Stories are told faster than people write: whoever is asked to wait a moment does.
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            answer = person.browser.post(path, &fields).await;
        }
        assert!(answer.status.is_success(), "{path} {fields:?}: {answer:?}");
        self.app.settle().await;
    }

    /// Looks at the page until everything on it has been before the person's eyes, and tells so as the page's script
    /// does. Returns the words that somebody waited to hear of.
    pub async fn looks(&mut self, name: &str) -> Vec<String> {
        let awaited = self.awaited(name).await;
        let page = self.page(name).await;
        let text = |id: &String| page.iter().find(|line| line.id == *id).unwrap().text.clone();
        let words = awaited.iter().map(text).collect();
        assert_eq!(self.sees(name, &awaited.join(",")).await, StatusCode::NO_CONTENT);
        words
    }

    /// The lines on somebody's page that somebody waits to hear of.
    pub async fn awaited(&mut self, name: &str) -> Vec<String> {
        let page = self.people.get_mut(name).unwrap().browser.open("/").await.body;
        attributes(&page, ".line[data-awaited]", "data-id")
    }

    /// Tells of these lines, parted by commas, as if they were before somebody's eyes.
    pub async fn sees(&mut self, name: &str, lines: &str) -> StatusCode {
        let told = self.people[name].browser.post("/chat/seen", &[("lines", lines)]).await;
        self.app.settle().await;
        told.status
    }

    async fn page(&mut self, name: &str) -> Vec<Line> {
        let answer = self.people.get_mut(name).unwrap().browser.open("/").await;
        assert_eq!(answer.status, StatusCode::OK);
        lines(&answer.body)
    }

    async fn fields(&mut self, name: &str, act: &Act) -> Vec<(&'static str, String)> {
        let mut page = self.page(name).await;
        page.reverse();
        match act {
            Act::Says(text) => vec![("text", text.clone())],
            Act::Opens(payload) => vec![("text", format!("/start {payload}"))],
            Act::Presses(label) => {
                let buttons = page.iter().flat_map(|line| line.buttons.iter().flatten());
                let mut fitting = buttons.filter(|(shown, _)| shown.contains(label.as_str()));
                let (_, data) = fitting.next().unwrap_or_else(|| panic!("there is no button {label}"));
                vec![("press", data.clone())]
            }
            Act::Replies { to, text } => {
                let mut ours = page.iter().filter(|line| !line.mine && line.text.contains(to.as_str()));
                let line = ours.next().unwrap_or_else(|| panic!("there is no message with {to}"));
                vec![("text", text.clone()), ("reply_to", line.id.clone())]
            }
            Act::SendsPlace { latitude, longitude } => {
                vec![("latitude", latitude.to_string()), ("longitude", longitude.to_string())]
            }
            Act::SendsPhoto { .. } | Act::SendsVoice => Vec::new(),
        }
    }
}

impl Stage for WebStage {
    fn resident<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, ()> {
        self.arrive(name).boxed()
    }

    fn staff<'a>(&'a mut self, name: &'a str, role: Role, room: &'a str) -> BoxFuture<'a, ()> {
        async move {
            self.arrive(name).await;
            let code = self.app.invite(name, role, room).await;
            self.send(name, "/chat/messages", vec![("start", code)]).await;
            self.news(name).await;
        }
        .boxed()
    }

    fn act<'a>(&'a mut self, name: &'a str, act: Act) -> BoxFuture<'a, ()> {
        async move {
            let fields = self.fields(name, &act).await;
            match act {
                Act::SendsPhoto { .. } | Act::SendsVoice => {
                    let person = self.people.get_mut(name).unwrap();
                    person.acts += 1;
                    let id = format!("{name}{:08}", person.acts);
                    let answer = match act {
                        Act::SendsVoice => person.browser.voice(&id).await,
                        _ => person.browser.photo(&id).await,
                    };
                    assert!(
                        answer.status.is_success() || answer.status == StatusCode::SEE_OTHER,
                        "{answer:?}"
                    );
                    self.app.settle().await;
                }
                Act::SendsPlace { .. } => self.send(name, "/chat/location", fields).await,
                _ => self.send(name, "/chat/messages", fields).await,
            }
        }
        .boxed()
    }

    fn news<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Vec<Seen>> {
        async move {
            let page = self.page(name).await;
            let person = self.people.get_mut(name).unwrap();
            let (mut fresh, mut changed) = (Vec::new(), Vec::new());
            for line in page.into_iter().filter(|line| !line.mine) {
                let before = person.read.insert(line.id.clone(), line.version.clone());
                match before {
                    None => fresh.push(line.seen(false)),
                    Some(version) if version != line.version => changed.push(line.seen(true)),
                    Some(_) => {}
                }
            }
            fresh.extend(changed);
            fresh
        }
        .boxed()
    }

    fn wait(&mut self, span: Duration) -> BoxFuture<'_, ()> {
        async move { self.app.wait(span).await }.boxed()
    }
}
