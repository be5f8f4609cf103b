//! A small mail server (RFC 5321, without extensions) whose mood a test can set.

use super::letters::Mail;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What the server does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Takes every mail.
    Accept,
    /// Answers each recipient with this code, and quotes the address.
    Refuse(u16),
    /// Takes the connection and never says anything.
    Hang,
    /// Takes the mail, and the connection breaks before it can say so.
    TakeAndDie,
}

#[derive(Default)]
struct Seen {
    connections: usize,
    taken: Vec<Taken>,
}

/// A mail that the server has taken.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The address of the envelope.
    pub recipient: String,
    pub mail: Mail,
}

/// A running server; it ends with the test's runtime.
pub struct Server {
    pub address: SocketAddr,
    mood: Arc<Mutex<Mood>>,
    seen: Arc<Mutex<Seen>>,
}

impl Server {
    pub async fn start(mood: Mood) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (mood, seen) = (Arc::new(Mutex::new(mood)), Arc::new(Mutex::new(Seen::default())));
        let server = Self { address, mood: mood.clone(), seen: seen.clone() };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                seen.lock().unwrap().connections += 1;
                let mood = *mood.lock().unwrap();
                let seen = seen.clone();
                // A client may leave at any time.
                tokio::spawn(async move { talk(stream, mood, &seen).await.ok() });
            }
        });
        server
    }

    /// As `--smtp` takes it.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// For connections from now on.
    pub fn set(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    pub fn connections(&self) -> usize {
        self.seen.lock().unwrap().connections
    }

    pub fn taken(&self) -> Vec<Taken> {
        self.seen.lock().unwrap().taken.clone()
    }
}

async fn talk(stream: TcpStream, mood: Mood, seen: &Mutex<Seen>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    if mood == Mood::Hang {
        // Until the client gives up.
        let mut line = String::new();
        while stream.read_line(&mut line).await? > 0 {}
        return Ok(());
    }
    stream.write_all(b"220 mail.test ESMTP\r\n").await?;
    let mut recipient = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let command = line.trim_end().to_ascii_uppercase();
        let answer = match command.split([' ', ':']).next().unwrap_or_default() {
            "EHLO" | "HELO" => "250 mail.test".to_owned(),
            "RCPT" => match mood {
                Mood::Refuse(code) => format!("{code} no such mailbox: {}", line.trim_end()),
                _ => {
                    assert!(line.is_ascii(), "SMTPUTF8 was not offered: {line}");
                    let address = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
                    recipient = address.expect("an address in angle brackets").0.to_owned();
                    "250 OK".to_owned()
                }
            },
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await?;
                let message = data(&mut stream).await?;
                seen.lock().unwrap().taken.push(Taken { recipient: recipient.clone(), mail: Mail::parse(&message) });
                if mood == Mood::TakeAndDie {
                    return Ok(());
                }
                "250 taken".to_owned()
            }
            "MAIL" | "RSET" | "NOOP" => "250 OK".to_owned(),
            "QUIT" => {
                stream.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => "502 not known".to_owned(),
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
}

/// The message, with the dots of RFC 5321, 4.5.2 taken out.
async fn data(stream: &mut BufReader<TcpStream>) -> std::io::Result<String> {
    let mut message = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if line == ".\r\n" {
            return Ok(message);
        }
        message.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}
