//! Small files of each kind, made byte by byte, and how they are uploaded.

use super::{Answer, Backend, WithToken, send};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::Crc;
use flate2::write::DeflateEncoder;
use recourse_contract::Filed;
use reqwest::{Method, RequestBuilder};
use std::io::Write;

/// A picture of this size.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let chunk = |name: &[u8], data: &[u8]| {
        let mut sum = Crc::new();
        sum.update(name);
        sum.update(data);
        [&u32::try_from(data.len()).unwrap().to_be_bytes()[..], name, data, &sum.sum().to_be_bytes()].concat()
    };
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &head), chunk(b"IDAT", b"data"), chunk(b"IEND", b"")].concat()
}

pub fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08".to_vec();
    bytes.extend([height.to_be_bytes(), width.to_be_bytes()].concat());
    bytes.extend(b"\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x12\xff\x00\xff\xd0\x34\xff\xd9");
    bytes
}

pub fn gif(width: u16, height: u16) -> Vec<u8> {
    let size = [width.to_le_bytes(), height.to_le_bytes()].concat();
    [&b"GIF89a"[..], &size, b"\0\0\0\x2c\0\0\0\0", &size, b"\0\x02\x02\x4c\x01\0\x3b"].concat()
}

pub fn webp(width: u32, height: u32) -> Vec<u8> {
    let bits = (width - 1) | ((height - 1) << 14);
    let chunk = [&b"VP8L\x06\0\0\0\x2f"[..], &bits.to_le_bytes(), b"\0"].concat();
    let length = u32::try_from(chunk.len() + 4).unwrap();
    [&b"RIFF"[..], &length.to_le_bytes(), b"WEBP", &chunk].concat()
}

pub const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n";

/// An entry of a zip.
pub struct Entry<'a> {
    pub name: &'a str,
    pub content: &'a [u8],
    pub is_packed: bool,
    pub flags: u16,
    /// What the directory says, instead of its size.
    pub size: Option<u32>,
}

pub fn entry<'a>(name: &'a str, content: &'a [u8]) -> Entry<'a> {
    Entry { name, content, is_packed: true, flags: 0, size: None }
}

/// A zip of these entries.
pub fn zip(entries: &[Entry<'_>]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::<u8>::new(), Vec::<u8>::new());
    for entry in entries {
        let mut sum = Crc::new();
        sum.update(entry.content);
        let packed = if entry.is_packed {
            let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(entry.content).unwrap();
            encoder.finish().unwrap()
        } else {
            entry.content.to_vec()
        };
        let method: u16 = if entry.is_packed { 8 } else { 0 };
        let size = entry.size.unwrap_or(u32::try_from(entry.content.len()).unwrap());
        let (length, name) = (u32::try_from(packed.len()).unwrap(), u16::try_from(entry.name.len()).unwrap());
        // From the version that is needed to the length of the name: the same in both places.
        let mut common = Vec::<u8>::new();
        common.extend(20_u16.to_le_bytes());
        common.extend(entry.flags.to_le_bytes());
        common.extend(method.to_le_bytes());
        common.extend([0; 4]);
        common.extend(sum.sum().to_le_bytes());
        common.extend(length.to_le_bytes());
        common.extend(size.to_le_bytes());
        common.extend(name.to_le_bytes());
        common.extend([0; 2]);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(u32::try_from(bytes.len()).unwrap().to_le_bytes());
        directory.extend(entry.name.as_bytes());
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&common);
        bytes.extend(entry.name.as_bytes());
        bytes.extend(packed);
    }
    let (count, start) = (u16::try_from(entries.len()).unwrap(), u32::try_from(bytes.len()).unwrap());
    let length = u32::try_from(directory.len()).unwrap();
    bytes.extend(directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
    bytes.extend([length.to_le_bytes(), start.to_le_bytes()].concat());
    bytes.extend([0; 2]);
    bytes
}

pub fn docx() -> Vec<u8> {
    zip(&[entry("[Content_Types].xml", b"<Types/>"), entry("word/document.xml", b"<w:document/>")])
}

pub fn xlsx() -> Vec<u8> {
    zip(&[entry("[Content_Types].xml", b"<Types/>"), entry("xl/workbook.xml", b"<workbook/>")])
}

pub fn odt() -> Vec<u8> {
    let named = Entry { is_packed: false, ..entry("mimetype", b"application/vnd.oasis.opendocument.text") };
    zip(&[named, entry("content.xml", b"<office:document-content/>")])
}

/// A request of tus.
pub fn tus(backend: &Backend, method: Method, path: &str) -> RequestBuilder {
    backend.request(method, path).header("tus-resumable", "1.0.0")
}

/// Announces a file.
pub async fn create(backend: &Backend, name: &str, declared: &str, size: usize) -> Answer {
    let metadata = format!("filename {},filetype {}", STANDARD.encode(name), STANDARD.encode(declared));
    let request = tus(backend, Method::POST, "/api/v1/uploads").header("upload-length", size);
    send(request.header("upload-metadata", metadata)).await
}

/// The address of a file that may come.
pub async fn place(backend: &Backend, name: &str, size: usize) -> String {
    let created = create(backend, name, "", size).await;
    assert_eq!(created.status, 201, "{}", created.text());
    created.header("location")
}

/// A piece of it.
pub fn piece(backend: &Backend, place: &str, offset: usize, bytes: &[u8]) -> RequestBuilder {
    let request = tus(backend, Method::PATCH, place).header("content-type", "application/offset+octet-stream");
    request.header("upload-offset", offset).body(bytes.to_vec())
}

/// How far it has come.
pub async fn offset(backend: &Backend, place: &str) -> Option<usize> {
    let answer = send(tus(backend, Method::HEAD, place)).await;
    (answer.status == 200).then(|| answer.header("upload-offset").parse().unwrap())
}

/// Uploads a file that has to come in. Gives its id.
pub async fn uploaded(backend: &Backend, name: &str, bytes: &[u8]) -> String {
    let place = place(backend, name, bytes.len()).await;
    let answer = send(piece(backend, &place, 0, bytes)).await;
    assert_eq!(answer.status, 204, "{name}: {}", answer.text());
    place.rsplit('/').next().unwrap().to_owned()
}

/// The names of the files in the backend's folder.
pub fn on_disk(backend: &Backend) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(backend.data().join("uploads")) else { return Vec::new() };
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// An attachment, as the holder of this link.
pub fn attachment(backend: &Backend, id: &str, filed: &Filed) -> RequestBuilder {
    backend.get(&format!("/attachments/{id}")).with(filed)
}
