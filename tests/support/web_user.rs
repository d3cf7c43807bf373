//! A person on the web chat without a window: real HTTP, the cookie, forms, and the stream of new lines.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use reqwest::multipart::{Form, Part};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use scraper::{Html, Selector};
use serde_json::Value;

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// One browser with its cookie.
#[derive(Clone)]
pub struct WebUser {
    client: Client,
    base: String,
    cookie: Option<String>,
}

/// What a request came back with.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

impl WebUser {
    /// A browser that has not been here before; `base` without a slash at its end.
    pub fn new(base: &str) -> Self {
        let client = Client::builder().redirect(Policy::none()).build().unwrap();
        Self { client, base: base.to_owned(), cookie: None }
    }

    /// One that has opened the page.
    pub async fn arrived(base: &str) -> Self {
        let mut user = Self::new(base);
        assert_eq!(user.open("/").await.status, StatusCode::OK);
        user
    }

    /// Opens a page and keeps its cookie.
    pub async fn open(&mut self, path: &str) -> Answer {
        let answer = self.send(self.get(path)).await;
        if let Some(cookie) = answer.headers.get("set-cookie") {
            self.cookie = cookie.split(';').next().map(str::to_owned);
        }
        answer
    }

    /// Sends the form as the page's script does.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(self.form(path, fields).header("accept", "application/json")).await
    }

    /// Sends the form as a browser without script does.
    pub async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(self.form(path, fields)).await
    }

    /// Writes a message.
    pub async fn say(&self, text: &str) -> Answer {
        self.post("/chat/messages", &[("text", text)]).await
    }

    /// Sends a file.
    pub async fn upload(&self, name: &str, mime: &str, bytes: Vec<u8>) -> Answer {
        self.file("upload1", name, mime, &bytes).await
    }

    /// Sends a photo.
    pub async fn photo(&self, id: &str) -> Answer {
        self.file(id, "photo.png", "image/png", b"\x89PNG\r\n\x1a\n").await
    }

    /// Sends a voice note, as a telephone's recorder leaves one.
    pub async fn voice(&self, id: &str) -> Answer {
        self.file(id, "voice.ogg", "audio/ogg", b"OggS").await
    }

    async fn file(&self, id: &str, name: &str, mime: &str, bytes: &[u8]) -> Answer {
        let part = Part::bytes(bytes.to_vec()).file_name(name.to_owned()).mime_str(mime).unwrap();
        let form = Form::new().text("id", id.to_owned()).part("file", part);
        self.send(self.with_cookie(self.client.post(self.url("/chat/files"))).multipart(form)).await
    }

    /// The lines of the page, as a person reads them.
    pub async fn read(&mut self) -> Vec<String> {
        texts(&self.open("/").await.body, ".line .text")
    }

    /// Waits for a line of ours with this in it, and returns the newest one.
    pub async fn waits_for(&mut self, fragment: &str) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let page = self.open("/").await.body;
            let found =
                texts(&page, ".line.ours .text").into_iter().rev().find(|text| text.contains(fragment));
            if let Some(text) = found {
                return text;
            }
            assert!(
                Instant::now() < deadline,
                "in vain: {fragment:?}; the page says {:#?}",
                texts(&page, ".text")
            );
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Opens the stream of new lines, from the given event on.
    pub async fn listen(&self, last_event: Option<&str>) -> Stream {
        let mut request = self.get("/chat/events?after=0").header("accept", "text/event-stream");
        if let Some(id) = last_event {
            request = request.header("last-event-id", id);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        Stream { response, unread: String::new() }
    }

    /// A request with the cookie, for what the other methods do not do.
    pub fn get(&self, path: &str) -> RequestBuilder {
        self.with_cookie(self.client.get(self.url(path)))
    }

    /// A form with the cookie, to be sent with other headers.
    pub fn form(&self, path: &str, fields: &[(&str, &str)]) -> RequestBuilder {
        self.with_cookie(self.client.post(self.url(path)).form(fields))
    }

    /// Sends a request made with the two methods above.
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        let headers = response.headers().iter();
        let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
        let (status, headers) = (response.status(), headers.collect());
        Answer {
            status,
            headers,
            body: String::from_utf8_lossy(&response.bytes().await.unwrap()).into_owned(),
        }
    }

    fn with_cookie(&self, request: RequestBuilder) -> RequestBuilder {
        match &self.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

impl Answer {
    /// The header, or an empty text.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{self:?}"))
    }
}

/// An open stream of new lines.
pub struct Stream {
    response: Response,
    unread: String,
}

/// One event of it.
#[derive(Debug)]
pub struct Pushed {
    pub id: String,
    pub html: String,
}

impl Stream {
    /// The next event; `None` when the stream has ended or nothing came for so long.
    pub async fn next_within(&mut self, patience: Duration) -> Option<Pushed> {
        tokio::time::timeout(patience, self.read_event()).await.ok().flatten()
    }

    /// The next event, within five seconds.
    pub async fn next(&mut self) -> Pushed {
        self.next_within(Duration::from_secs(5)).await.expect("a pushed event")
    }

    /// Whether the server ends the stream within so long.
    pub async fn ends_within(&mut self, patience: Duration) -> bool {
        let rest = async { while self.response.chunk().await.is_ok_and(|chunk| chunk.is_some()) {} };
        tokio::time::timeout(patience, rest).await.is_ok()
    }

    async fn read_event(&mut self) -> Option<Pushed> {
        loop {
            if let Some((event, rest)) = self.unread.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.unread = rest;
                if event.contains("event: lines") {
                    return Some(pushed(&event));
                }
                continue;
            }
            let chunk = self.response.chunk().await.ok()??;
            self.unread.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }
}

fn pushed(event: &str) -> Pushed {
    let field = |name: &str| -> Vec<&str> {
        event
            .lines()
            .filter_map(|line| line.strip_prefix(name)?.strip_prefix(':'))
            .map(str::trim_start)
            .collect()
    };
    Pushed { id: field("id").concat(), html: field("data").join("\n") }
}

/// The texts of all elements that the selector finds.
pub fn texts(html: &str, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    Html::parse_document(html).select(&selector).map(|found| found.text().collect()).collect()
}

/// An attribute of all elements that the selector finds.
pub fn attributes(html: &str, selector: &str, name: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    let document = Html::parse_document(html);
    document.select(&selector).filter_map(|found| found.attr(name)).map(str::to_owned).collect()
}
