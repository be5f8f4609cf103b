//! HTTP as bytes, for requests that no well-behaved client sends.

use super::PATIENCE;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// An answer as it came.
#[derive(Debug, PartialEq, Eq)]
pub struct Raw {
    pub status: u16,
    /// Status line and headers, without `date`.
    pub head: String,
    pub body: Vec<u8>,
}

/// Writes these bytes on a connection of their own and reads to its end. The request has to ask for the end itself.
pub async fn exchange(address: SocketAddr, request: &[u8]) -> Raw {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // A server that refuses may close before everything is written.
    let _ = stream.write_all(request).await;
    read_to_end(&mut stream).await
}

/// `GET` of a path exactly as written.
pub async fn get(address: SocketAddr, path: &str, headers: &str) -> Raw {
    exchange(address, format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{headers}\r\n").as_bytes()).await
}

/// Reads until the other side closes.
pub async fn read_to_end(stream: &mut TcpStream) -> Raw {
    let mut bytes = Vec::new();
    let read = stream.read_to_end(&mut bytes);
    let result = tokio::time::timeout(PATIENCE, read).await.expect("an answer in time");
    assert!(result.is_ok() || !bytes.is_empty(), "the connection broke without an answer: {result:?}");
    parse(&bytes)
}

/// Reads until this stands in what came.
pub async fn read_until(stream: &mut TcpStream, mark: &str) -> String {
    let mut bytes = Vec::new();
    let read = async {
        while !String::from_utf8_lossy(&bytes).contains(mark) {
            assert_ne!(stream.read_buf(&mut bytes).await.unwrap(), 0, "closed: {:?}", String::from_utf8_lossy(&bytes));
        }
    };
    tokio::time::timeout(PATIENCE, read).await.expect("an answer in time");
    String::from_utf8(bytes).unwrap()
}

fn parse(bytes: &[u8]) -> Raw {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("a whole head");
    let head = std::str::from_utf8(&bytes[..end]).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let kept: Vec<&str> = head.split("\r\n").filter(|line| !line.to_ascii_lowercase().starts_with("date:")).collect();
    Raw { status, head: kept.join("\n"), body: bytes[end + 4..].to_vec() }
}
