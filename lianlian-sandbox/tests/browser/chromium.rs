//! Headless Chromium, driven by the messages of its `DevTools` protocol over a pair of pipes.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Longer than anything here takes; only a failing test waits for it.
const LONG: Duration = Duration::from_secs(60);

/// What the browser says when a page is left while it is asked something.
const LEFT: [&str; 3] = ["navigated or closed", "context was destroyed", "Cannot find context"];

/// Names under which Debian, others, and Chrome's own packages install it.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// A running browser; it ends when dropped.
pub(crate) struct Browser {
    child: Child,
    commands: RefCell<ChildStdin>,
    messages: Receiver<Value>,
    /// What came while something else was waited for.
    events: RefCell<VecDeque<Value>>,
    next: RefCell<u64>,
    profile: PathBuf,
}

/// A tab.
pub(crate) struct Tab<'b> {
    browser: &'b Browser,
    session: String,
}

impl Browser {
    /// Starts one.
    pub(crate) fn start() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name =
            format!("chromium-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
        let profile = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&profile).unwrap();
        let found = NAMES.iter().find(|name| {
            let mut version = Command::new(name);
            version.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
            version.status().is_ok_and(|status| status.success())
        });
        let program = found.unwrap_or_else(|| {
            panic!(
                "these tests need Chromium: `cargo xtask test` installs it, or do it yourself, on \
                 Debian as root with `apt-get install chromium`"
            )
        });
        // The browser reads commands from its third pipe and writes to its fourth.
        let mut child = Command::new("sh")
            .args(["-c", "exec \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1", "sh", program])
            .args(["--headless", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu"])
            .args(["--disable-background-networking", "--no-first-run", "--disable-extensions"])
            .args(["--disable-dev-shm-usage", "--force-color-profile=srgb", "--lang=en"])
            .arg(format!("--user-data-dir={}", profile.display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let commands = RefCell::new(child.stdin.take().unwrap());
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let (sender, messages) = channel();
        thread::spawn(move || {
            let mut message = Vec::new();
            while output.read_until(0, &mut message).is_ok_and(|read| read > 0) {
                message.pop();
                let Ok(value) = serde_json::from_slice(&message) else { break };
                if sender.send(value).is_err() {
                    break;
                }
                message.clear();
            }
        });
        let (events, next) = (RefCell::default(), RefCell::new(0));
        Self { child, commands, messages, events, next, profile }
    }

    /// Opens a tab in which no page overtakes the test, however busy the machine is: what a page would do by itself
    /// after a second or more it does after an hour.
    pub(crate) fn tab(&self) -> Tab<'_> {
        let tab = self.tab_in_time();
        let source = "{ const set = window.setTimeout;
            window.setTimeout = (act, wait, ...rest) => set(act, wait < 1000 ? wait : 3600e3, ...rest); }";
        tab.call("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": source }));
        tab
    }

    /// Opens a tab.
    pub(crate) fn tab_in_time(&self) -> Tab<'_> {
        let target = self.call(None, "Target.createTarget", &json!({ "url": "about:blank" }));
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let session = self.call(None, "Target.attachToTarget", &attach);
        let tab = Tab { browser: self, session: session["sessionId"].as_str().unwrap().to_owned() };
        for domain in ["Page", "Runtime", "Log"] {
            tab.call(&format!("{domain}.enable"), &json!({}));
        }
        tab
    }

    fn call(&self, session: Option<&str>, method: &str, params: &Value) -> Value {
        let answer = self.try_call(session, method, params);
        answer.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    fn try_call(
        &self,
        session: Option<&str>,
        method: &str,
        params: &Value,
    ) -> Result<Value, String> {
        let id = {
            let mut next = self.next.borrow_mut();
            *next += 1;
            *next
        };
        let mut message = json!({ "id": id, "method": method, "params": params });
        if let Some(session) = session {
            message["sessionId"] = json!(session);
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        self.commands.borrow_mut().write_all(&bytes).expect("the browser is gone");
        let until = Instant::now() + LONG;
        loop {
            let message = self.next_message(until, method);
            if message["id"] == json!(id) {
                return match message.get("error") {
                    Some(error) => Err(error.to_string()),
                    None => Ok(message["result"].clone()),
                };
            }
            self.events.borrow_mut().push_back(message);
        }
    }

    fn next_message(&self, until: Instant, what: &str) -> Value {
        let left = until.saturating_duration_since(Instant::now());
        match self.messages.recv_timeout(left) {
            Ok(message) => message,
            Err(RecvTimeoutError::Timeout) => panic!("the browser says nothing to {what}"),
            Err(RecvTimeoutError::Disconnected) => panic!("the browser ended during {what}"),
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // It may have ended by itself, and the profile is in the folder for such things.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.profile);
    }
}

impl Tab<'_> {
    pub(crate) fn call(&self, method: &str, params: &Value) -> Value {
        self.browser.call(Some(&self.session), method, params)
    }

    /// Has `act` lead to another page, and waits until that is loaded.
    fn load(&self, act: impl FnOnce()) {
        self.forget();
        act();
        self.wait_for_event("Page.loadEventFired");
    }

    fn forget(&self) {
        self.browser.events.borrow_mut().retain(|event| event["sessionId"] != json!(self.session));
    }

    fn wait_for_event(&self, name: &str) -> Value {
        let is_it = |event: &Value| {
            event["method"] == json!(name) && event["sessionId"] == json!(self.session)
        };
        let place = self.browser.events.borrow().iter().position(is_it);
        if let Some(place) = place {
            return self.browser.events.borrow_mut().remove(place).unwrap();
        }
        let until = Instant::now() + LONG;
        loop {
            let event = self.browser.next_message(until, name);
            if is_it(&event) {
                return event;
            }
            self.browser.events.borrow_mut().push_back(event);
        }
    }

    /// Opens an address.
    pub(crate) fn open(&self, url: &str) {
        self.load(|| drop(self.call("Page.navigate", &json!({ "url": url }))));
    }

    /// Presses the browser's button to load the page again.
    pub(crate) fn reload(&self) {
        self.load(|| drop(self.call("Page.reload", &json!({}))));
    }

    /// Presses the browser's button to go back.
    pub(crate) fn back(&self) {
        self.load(|| {
            let history = self.call("Page.getNavigationHistory", &json!({}));
            let place = usize::try_from(history["currentIndex"].as_u64().unwrap()).unwrap();
            let before = &history["entries"][place - 1]["id"];
            self.call("Page.navigateToHistoryEntry", &json!({ "entryId": before }));
        });
    }

    /// Clicks the button or link of this text.
    pub(crate) fn click_on(&self, text: &str) {
        self.load(|| self.press_on(text));
    }

    /// Clicks, and waits for nothing.
    pub(crate) fn press(&self, selector: &str) {
        let point = self.point(&format!("document.querySelector({selector:?})"), selector);
        self.press_at(&point);
    }

    /// Clicks the button or link of this text, and waits for nothing.
    pub(crate) fn press_on(&self, text: &str) {
        self.press_at(&self.point(&of_text(text), text));
    }

    /// Clicks twice, as the impatient do.
    pub(crate) fn press_twice_on(&self, text: &str) {
        let point = self.point(&of_text(text), text);
        self.press_at(&point);
        self.press_at(&point);
    }

    fn press_at(&self, point: &Value) {
        for kind in ["mousePressed", "mouseReleased"] {
            let at = json!({ "type": kind, "x": point[0], "y": point[1], "button": "left",
                "clickCount": 1 });
            self.call("Input.dispatchMouseEvent", &at);
        }
    }

    /// The middle of an element, once it is in sight.
    fn point(&self, element: &str, name: &str) -> Value {
        let point = self.eval(&format!(
            "(() => {{ const one = {element};
               if (!one) return null;
               one.scrollIntoView({{ block: 'center' }});
               const box = one.getBoundingClientRect();
               return [box.x + box.width / 2, box.y + box.height / 2]; }})()"
        ));
        assert!(point.is_array(), "`{name}` is not on the page: {}", self.text());
        point
    }

    /// Types into an input.
    pub(crate) fn fill(&self, selector: &str, text: &str) {
        let found = self.eval(&format!(
            "(() => {{ const one = document.querySelector({selector:?}); one?.focus(); one?.select?.();
               return document.activeElement === one; }})()"
        ));
        assert_eq!(found, json!(true), "{selector} cannot be typed in: {}", self.text());
        self.call("Input.insertText", &json!({ "text": text }));
    }

    /// Presses the key Enter, and waits for the page that follows.
    pub(crate) fn enter(&self) {
        self.load(|| {
            for kind in ["keyDown", "keyUp"] {
                let key = json!({ "type": kind, "key": "Enter", "code": "Enter", "text": "\r",
                    "windowsVirtualKeyCode": 13 });
                self.call("Input.dispatchKeyEvent", &key);
            }
        });
    }

    /// The value of an expression in the page; in the next one, if the page goes away meanwhile.
    pub(crate) fn eval(&self, expression: &str) -> Value {
        let params =
            json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        loop {
            let session = Some(&*self.session);
            match self.browser.try_call(session, "Runtime.evaluate", &params) {
                Ok(answer) => {
                    assert!(answer["exceptionDetails"].is_null(), "{expression}: {answer}");
                    return answer["result"]["value"].clone();
                }
                Err(error) if LEFT.iter().any(|left| error.contains(left)) => {}
                Err(error) => panic!("{expression}: {error}"),
            }
        }
    }

    /// The text that the page shows.
    pub(crate) fn text(&self) -> String {
        self.eval("document.body.innerText").as_str().unwrap_or_default().to_owned()
    }

    /// Everything that the page consists of.
    pub(crate) fn source(&self) -> String {
        self.eval("document.documentElement.outerHTML").as_str().unwrap().to_owned()
    }

    pub(crate) fn url(&self) -> String {
        self.eval("location.href").as_str().unwrap().to_owned()
    }

    pub(crate) fn heading(&self) -> String {
        self.eval("document.querySelector('h1')?.innerText ?? ''").as_str().unwrap().to_owned()
    }

    /// Waits until an expression is true, which the page itself looks at with every change.
    pub(crate) fn wait_until(&self, expression: &str) {
        let seconds = LONG.as_secs();
        let is_true = self.eval(&format!(
            "new Promise((resolve) => {{
               const end = Date.now() + {seconds} * 1000;
               const look = () => ({expression}) ? resolve(true)
                 : Date.now() > end ? resolve(false) : setTimeout(look, 20);
               look(); }})"
        ));
        assert_eq!(is_true, json!(true), "never: {expression}; the page: {}", self.text());
    }

    /// Waits until the page has gone on to another by itself, now or since the last page was waited for.
    pub(crate) fn wait_for_next_page(&self) {
        self.wait_for_event("Page.loadEventFired");
    }

    /// Waits until a navigation that the page starts by itself has ended.
    pub(crate) fn wait_for_load(&self, act: impl FnOnce()) {
        self.load(act);
    }

    pub(crate) fn without_scripts(&self) {
        self.call("Emulation.setScriptExecutionDisabled", &json!({ "value": true }));
    }

    /// A window of this many pixels; narrow ones count as phones.
    pub(crate) fn resize(&self, width: u32, height: u32) {
        let is_phone = width < 600;
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": is_phone });
        self.call("Emulation.setDeviceMetricsOverride", &size);
    }

    /// A picture of the whole page, as Base64 of a PNG.
    pub(crate) fn picture(&self) -> String {
        let what = json!({ "format": "png", "captureBeyondViewport": true });
        self.call("Page.captureScreenshot", &what)["data"].as_str().unwrap().to_owned()
    }

    /// What the browser complained about: errors of scripts, and what the page's policy forbade.
    pub(crate) fn complaints(&self) -> Vec<String> {
        self.eval("1");
        let events = self.browser.events.borrow();
        let own = events.iter().filter(|event| event["sessionId"] == json!(self.session));
        // That a form is not in order is no error of the page.
        let is_answer =
            |text: &str| text.contains("status of 422") || text.contains("status of 409");
        own.filter(|event| {
            let entry = &event["params"]["entry"];
            event["method"] == "Runtime.exceptionThrown"
                || entry["level"] == "error" && !entry["text"].as_str().is_some_and(is_answer)
        })
        .map(ToString::to_string)
        .collect()
    }
}

/// The button or link of this text, as an expression.
fn of_text(text: &str) -> String {
    format!(
        "[...document.querySelectorAll('button, a')]
           .find((one) => one.textContent.trim() === {text:?})"
    )
}
