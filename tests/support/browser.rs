//! A real browser: Debian's Chromium without a screen, driven through chromedriver by the WebDriver protocol.

use std::env;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Once;
use std::time::{Duration, Instant};

use reqwest::Client;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::ports;

const DRIVER: &str = "/usr/bin/chromedriver";
const CHROMIUM: &str = "/usr/bin/chromium";
static SAID: Once = Once::new();
const PATIENCE: Duration = Duration::from_secs(10);
const FLAGS: [&str; 10] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",
];

/// A key that is not a letter.
#[derive(Clone, Copy)]
pub enum Press {
    Enter,
    Tab,
    BackTab,
    Space,
}

/// One browser window with a profile of its own; closed when dropped.
pub struct Browser {
    client: Client,
    session: String,
    driver: Child,
    _profile: TempDir,
}

impl Browser {
    /// A new browser, or `None` with one visible line where Chromium is not installed.
    pub async fn start() -> Option<Self> {
        if !(Path::new(DRIVER).exists() && Path::new(CHROMIUM).exists()) {
            let required = env::var("FENGQIAO_TEST_REQUIRE_ALL").is_ok_and(|value| value == "1");
            assert!(!required, "Chromium is required: apt-get install chromium chromium-driver");
            // Not `eprintln!`, which the test harness keeps to itself.
            SAID.call_once(|| {
                let _ = writeln!(std::io::stderr(), "skipped: Chromium is not installed");
            });
            return None;
        }
        let port = ports::free();
        let profile = tempfile::tempdir().unwrap();
        let driver = Command::new(DRIVER)
            .arg(format!("--port={port}"))
            .env("HOME", profile.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let client = Client::builder().no_proxy().timeout(Duration::from_secs(60)).build().unwrap();
        let mut browser = Self { client, session: String::new(), driver, _profile: profile };
        browser.session = browser.begin(&format!("http://127.0.0.1:{port}")).await;
        Some(browser)
    }

    /// Opens an address and waits for the page to be loaded.
    pub async fn open(&self, url: &str) {
        self.call("url", json!({ "url": url })).await;
    }

    /// The window's inner size in CSS pixels, as on a telephone or a desk.
    pub async fn resize(&self, width: u32, height: u32) {
        self.measure(width, height, 1).await;
    }

    /// The same on a screen with twice as many pixels each way, for pictures.
    pub async fn sharpen(&self, width: u32, height: u32) {
        self.measure(width, height, 2).await;
    }

    async fn measure(&self, width: u32, height: u32, scale: u32) {
        let mobile = width < 600;
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": mobile });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Light or dark, as the system's setting would say.
    pub async fn dark(&self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": value }] });
        self.devtools("Emulation.setEmulatedMedia", features).await;
    }

    /// Cuts the network or mends it.
    pub async fn offline(&self, offline: bool) {
        self.devtools("Network.enable", json!({})).await;
        let conditions =
            json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.devtools("Network.emulateNetworkConditions", conditions).await;
    }

    /// Types into the element that the CSS selector finds.
    pub async fn type_into(&self, css: &str, text: &str) {
        let element = self.element(css).await;
        self.call(&format!("element/{element}/value"), json!({ "text": text })).await;
    }

    /// Presses a key wherever the focus is.
    pub async fn press(&self, key: Press) {
        let keys: &[&str] = match key {
            Press::Enter => &["\u{e007}"],
            Press::Tab => &["\u{e004}"],
            Press::BackTab => &["\u{e008}", "\u{e004}"],
            Press::Space => &[" "],
        };
        self.strike(keys).await;
    }

    /// Types letter by letter wherever the focus is.
    pub async fn type_text(&self, text: &str) {
        for letter in text.chars() {
            self.strike(&[&letter.to_string()]).await;
        }
    }

    /// Clicks the element that the CSS selector finds.
    pub async fn click(&self, css: &str) {
        let element = self.element(css).await;
        self.call(&format!("element/{element}/click"), json!({})).await;
    }

    /// Clicks the last button or link with this text.
    pub async fn click_text(&self, text: &str) {
        let script = "const all = [...document.querySelectorAll('button, a')].filter(e => e.textContent.includes(arguments[0]) \
                      && e.getClientRects().length); all.at(-1).scrollIntoView(); all.at(-1).click()";
        self.wait_until(
            &format!("a button 「{text}」"),
            "return [...document.querySelectorAll('button, a')]\
            .some(e => e.textContent.includes(arguments[0]) && e.getClientRects().length)",
            json!([text]),
        )
        .await;
        self.run(script, json!([text])).await;
    }

    /// Puts a file into the file input that the CSS selector finds.
    pub async fn choose_file(&self, css: &str, path: &Path) {
        let element = self.element(css).await;
        self.call(&format!("element/{element}/value"), json!({ "text": path.to_str().unwrap() })).await;
    }

    /// The visible text of the element, empty if it is not shown.
    pub async fn text(&self, css: &str) -> String {
        let script = "return document.querySelector(arguments[0])?.innerText ?? ''";
        self.run(script, json!([css])).await.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the page shows this text.
    pub async fn wait_for(&self, text: &str) {
        let script = "return document.body.innerText.includes(arguments[0])";
        self.wait_until(&format!("the text 「{text}」"), script, json!([text])).await;
    }

    /// Waits until the script returns true.
    pub async fn wait_until(&self, what: &str, script: &str, arguments: Value) {
        let deadline = Instant::now() + PATIENCE;
        while self.run(script, arguments.clone()).await != json!(true) {
            if Instant::now() > deadline {
                panic!("{what} is not there; the page says:\n{}", self.text("body").await);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Runs a script in the page and returns its result.
    pub async fn run(&self, script: &str, arguments: Value) -> Value {
        self.call("execute/sync", json!({ "script": script, "args": arguments })).await
    }

    /// Saves what the window shows as a PNG file.
    pub async fn screenshot(&self, path: &Path) {
        let shot = self.devtools("Page.captureScreenshot", json!({ "format": "png" })).await;
        std::fs::write(path, base64(shot["data"].as_str().unwrap())).unwrap();
    }

    async fn begin(&self, driver: &str) -> String {
        let profile = format!("--user-data-dir={}", self._profile.path().join("chromium").display());
        let flags: Vec<&str> = FLAGS.into_iter().chain([profile.as_str()]).collect();
        let chinese = json!({ "intl.accept_languages": "zh-CN,zh" });
        let options = json!({ "binary": CHROMIUM, "args": flags, "prefs": chinese });
        let wanted = json!({ "capabilities": { "alwaysMatch": { "goog:chromeOptions": options } } });
        let deadline = Instant::now() + PATIENCE;
        while self.client.get(format!("{driver}/status")).send().await.is_err() {
            assert!(Instant::now() < deadline, "chromedriver does not answer");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let began = self.client.post(format!("{driver}/session")).json(&wanted).send().await.unwrap();
        let began: Value = began.json().await.unwrap();
        let id = began["value"]["sessionId"].as_str().unwrap_or_else(|| panic!("no session: {began}"));
        format!("{driver}/session/{id}")
    }

    async fn element(&self, css: &str) -> String {
        let found = self.call("element", json!({ "using": "css selector", "value": css })).await;
        let id = found.as_object().and_then(|found| found.values().next()).and_then(Value::as_str);
        id.unwrap_or_else(|| panic!("no element {css}")).to_owned()
    }

    async fn strike(&self, keys: &[&str]) {
        let down = keys.iter().map(|key| json!({ "type": "keyDown", "value": key }));
        let up = keys.iter().rev().map(|key| json!({ "type": "keyUp", "value": key }));
        let strokes: Vec<Value> = down.chain(up).collect();
        self.call("actions", json!({ "actions": [{ "type": "key", "id": "keys", "actions": strokes }] }))
            .await;
    }

    async fn devtools(&self, command: &str, parameters: Value) -> Value {
        self.call("goog/cdp/execute", json!({ "cmd": command, "params": parameters })).await
    }

    async fn call(&self, path: &str, body: Value) -> Value {
        let sent = self.client.post(format!("{}/{path}", self.session)).json(&body).send().await.unwrap();
        let mut answer: Value = sent.json().await.unwrap();
        let value = answer["value"].take();
        assert!(value["error"].is_null(), "{path}: {} {}", value["error"], value["message"]);
        value
    }
}

impl Drop for Browser {
    /// Asks the driver to close the browser, then ends both by their ids, should they still be there.
    fn drop(&mut self) {
        let _ = self.close();
        let driver = self.driver.id().to_string();
        let children = Command::new("ps").args(["--ppid", &driver, "-o", "pid="]).output();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
        let children =
            children.map(|out| String::from_utf8_lossy(&out.stdout).into_owned()).unwrap_or_default();
        for child in children.split_whitespace() {
            let _ = Command::new("kill").args(["-9", child]).status();
        }
    }
}

impl Browser {
    /// Blocking, because nothing can be awaited while dropping; answered once the browser has left its profile.
    fn close(&self) -> Option<()> {
        let (host, path) = self.session.strip_prefix("http://")?.split_once('/')?;
        let mut line = TcpStream::connect(host).ok()?;
        line.set_read_timeout(Some(PATIENCE)).ok()?;
        write!(line, "DELETE /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").ok()?;
        let mut answer = [0; 64];
        line.read(&mut answer).ok().map(|_| ())
    }
}

fn base64(text: &str) -> Vec<u8> {
    let value = |sign: u8| match sign {
        b'A'..=b'Z' => sign - b'A',
        b'a'..=b'z' => sign - b'a' + 26,
        b'0'..=b'9' => sign - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let signs: Vec<u8> = text.bytes().filter(|&sign| sign != b'=').map(value).collect();
    signs
        .chunks(4)
        .flat_map(|group| {
            let bits = group.iter().fold(0_u32, |bits, &sign| bits << 6 | u32::from(sign))
                << (6 * (4 - group.len()));
            bits.to_be_bytes().into_iter().skip(1).take(group.len() - 1)
        })
        .collect()
}
