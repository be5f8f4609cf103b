//! Files to attach, made by size: real ones, so that whoever looks into them finds what their names say.

use crate::Outcome;
use std::path::PathBuf;
use tempfile::TempDir;

/// A folder of files; it goes with the test.
pub struct Files(TempDir);

impl Files {
    /// An empty folder.
    ///
    /// # Errors
    /// There is no room for it.
    pub fn new() -> Outcome<Self> {
        Ok(Self(TempDir::new()?))
    }

    /// A file with these bytes.
    ///
    /// # Errors
    /// There is no room for it.
    pub fn put(&self, name: &str, bytes: &[u8]) -> Outcome<PathBuf> {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes)?;
        Ok(path)
    }
}

/// A PDF of one empty page, and of about this size: the rest is a stream that nothing shows.
pub fn pdf(size: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    let filler = "0123456789abcdef".repeat(size.saturating_sub(600) / 16);
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 72 72] >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{filler}\nendstream", filler.len()),
    ];
    for (at, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend_from_slice(format!("{} 0 obj\n{object}\nendobj\n", at + 1).as_bytes());
    }
    let table = bytes.len();
    bytes.extend_from_slice(b"xref\n0 5\n0000000000 65535 f \n");
    for place in places {
        bytes.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
    }
    bytes.extend_from_slice(format!("trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n").as_bytes());
    bytes
}

/// A PNG of one pixel, in base64.
pub const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
