//! A proxy before the backend that makes the faults of real networks, at the moment that a test wants them.

use crate::Outcome;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What it does with connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Nothing special.
    Pass,
    /// The backend has a POST and answers it, but the answer is lost.
    DropAnswer,
    /// A POST is lost before it reaches the backend.
    DropPosts,
    /// A POST waits here until the mode changes.
    HoldPosts,
    /// A POST is answered here, with this status line and headers, and this body: the backend does not hear of it.
    AnswerPosts(&'static str, &'static str),
    /// The connection is cut once so many bytes of files have gone through; from then on every connection is closed.
    CutAfter(u64),
    /// A PATCH waits here until the mode changes.
    HoldPatches,
    /// Sessions are over as soon as they have begun, as far as the app knows.
    OldSessions,
    /// Every connection is closed at once.
    Refuse,
}

/// The proxy; it ends with the test.
pub struct Proxy {
    origin: String,
    state: Arc<State>,
}

struct State {
    backend: String,
    mode: Mutex<Mode>,
    forwarded: AtomicU32,
    lost: AtomicU32,
    pieces: Mutex<Vec<Piece>>,
    answered: Mutex<Vec<String>>,
}

/// A piece of a file that went through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// How many of its bytes.
    pub bytes: u64,
    /// Whether the browser got an answer.
    pub answered: bool,
}

impl Proxy {
    /// Starts one before the backend at this address.
    ///
    /// # Errors
    /// There is no free port.
    pub async fn start(backend: &str) -> Outcome<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let state = Arc::new(State {
            backend: backend.to_owned(),
            mode: Mutex::new(Mode::Pass),
            forwarded: AtomicU32::new(0),
            lost: AtomicU32::new(0),
            pieces: Mutex::default(),
            answered: Mutex::default(),
        });
        let shared = state.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                // A connection that breaks is what this is for.
                let state = shared.clone();
                tokio::spawn(async move { state.serve(client).await.ok() });
            }
        });
        Ok(Self { origin, state })
    }

    /// Where browsers find the app through it.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Changes what it does from now on.
    pub fn set(&self, mode: Mode) {
        *self.state.mode.lock().expect("no thread panics with it") = mode;
    }

    /// How many POSTs the backend has answered.
    pub fn posts(&self) -> u32 {
        self.state.forwarded.load(Ordering::SeqCst)
    }

    /// How many requests the backend has answered whose first line begins so: `PUT /api/v1/tickets/`.
    pub fn answered(&self, beginning: &str) -> usize {
        self.state.answered.lock().expect("as above").iter().filter(|line| line.starts_with(beginning)).count()
    }

    /// The pieces of files that went through so far.
    pub fn pieces(&self) -> Vec<Piece> {
        self.state.pieces.lock().expect("as above").clone()
    }

    /// How many POSTs were lost or answered here, or lost their answer.
    pub fn lost(&self) -> u32 {
        self.state.lost.load(Ordering::SeqCst)
    }
}

impl State {
    fn mode(&self) -> Mode {
        *self.mode.lock().expect("as above")
    }

    async fn serve(&self, mut client: TcpStream) -> std::io::Result<()> {
        if self.mode() == Mode::Refuse {
            return Ok(());
        }
        let Some(request) = whole_request(&mut client).await? else { return Ok(()) };
        let is_post = request.starts_with(b"POST ");
        while is_post && self.mode() == Mode::HoldPosts {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        if is_post && self.mode() == Mode::DropPosts {
            self.lost.fetch_add(1, Ordering::SeqCst);
            return Ok(());
        }
        if let (true, Mode::AnswerPosts(head, body)) = (is_post, self.mode()) {
            self.lost.fetch_add(1, Ordering::SeqCst);
            let answer = format!("HTTP/1.1 {head}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len());
            client.write_all(answer.as_bytes()).await?;
            return client.shutdown().await;
        }
        let is_patch = request.starts_with(b"PATCH ");
        while is_patch && self.mode() == Mode::HoldPatches {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        let mut backend = TcpStream::connect(&self.backend).await?;
        let body = request.windows(4).position(|four| four == b"\r\n\r\n").map_or(0, |head| request.len() - head - 4);
        if let (true, Mode::CutAfter(most)) = (is_patch, self.mode()) {
            let gone: u64 = self.pieces.lock().expect("as above").iter().map(|piece| piece.bytes).sum();
            let room = usize::try_from(most.saturating_sub(gone)).unwrap_or(usize::MAX);
            if room < body {
                backend.write_all(&request[..request.len() - body + room]).await?;
                backend.flush().await?;
                self.keep(room, false);
                *self.mode.lock().expect("as above") = Mode::Refuse;
                // Long enough for the backend to keep what has come.
                tokio::time::sleep(std::time::Duration::from_millis(300)).await;
                return Ok(());
            }
        }
        backend.write_all(&request).await?;
        let mut answer = Vec::new();
        backend.read_to_end(&mut answer).await?;
        if !answer.is_empty() {
            let line = request.split(|byte| *byte == b'\r').next().unwrap_or_default();
            self.answered.lock().expect("as above").push(String::from_utf8_lossy(line).into_owned());
        }
        if is_post && !answer.is_empty() {
            self.forwarded.fetch_add(1, Ordering::SeqCst);
        }
        if is_post && self.mode() == Mode::DropAnswer {
            self.lost.fetch_add(1, Ordering::SeqCst);
            return Ok(());
        }
        if is_patch {
            self.keep(body, !answer.is_empty());
        }
        if self.mode() == Mode::OldSessions {
            // As long as before, and every date of a leap year is one of this year, too.
            const END: &[u8] = b"\"expires_at\":\"";
            if let Some(at) = answer.windows(END.len()).position(|some| some == END) {
                answer[at + END.len()..][..4].copy_from_slice(b"2000");
            }
        }
        client.write_all(&answer).await?;
        client.shutdown().await
    }

    fn keep(&self, bytes: usize, answered: bool) {
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        self.pieces.lock().expect("as above").push(Piece { bytes, answered });
    }
}

/// One request with its body; it asks the backend to close after the answer, so that its end is seen.
async fn whole_request(client: &mut TcpStream) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at;
        }
        if client.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
    };
    let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
    // Answers come as they are, so that they can be looked into.
    let stays = |line: &&str| !["connection:", "accept-encoding:"].iter().any(|name| line.to_ascii_lowercase().starts_with(name));
    let lines: Vec<&str> = text.split("\r\n").filter(stays).collect();
    let length = lines.iter().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok());
    let end = head + 4 + length.unwrap_or(0_usize);
    while bytes.len() < end {
        if client.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
    }
    let mut request = format!("{}\r\nconnection: close\r\n\r\n", lines.join("\r\n")).into_bytes();
    request.extend_from_slice(&bytes[head + 4..end]);
    Ok(Some(request))
}
