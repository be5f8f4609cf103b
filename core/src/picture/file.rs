//! Picture files: told by type, name and first bytes.

/// Endings of pictures that some browsers know no type for.
const ENDINGS: [&str; 18] = [
    "avif", "bmp", "cr2", "dng", "gif", "heic", "heif", "jfif", "jpe", "jpeg", "jpg", "jxl", "nef", "png", "tif", "tiff", "arw",
    "webp",
];

/// Whether a file is a picture that has to be cleaned before it leaves: photos tell where they were taken.
///
/// A drawing (SVG) is a text without a camera behind it, and no picture in this sense.
pub fn is_picture(media_type: &str, name: &str) -> bool {
    let media_type = media_type.to_ascii_lowercase();
    if let Some(kind) = media_type.strip_prefix("image/") {
        return !kind.starts_with("svg");
    }
    ending(name).is_some_and(|ending| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// The media type that a picture of this one takes when it is encoded anew: photos stay photos, everything else keeps each
/// pixel and what shows through.
pub fn encoded_as(media_type: &str) -> &'static str {
    match media_type {
        "image/jpeg" | "image/heic" | "image/heif" => "image/jpeg",
        _ => "image/png",
    }
}

/// The same where nothing shows through it: a format that holds photos as well as drawings holds a photo then, and as PNG
/// that would be many times as large.
pub fn opaque_as(media_type: &str) -> &'static str {
    match media_type {
        "image/webp" | "image/avif" | "image/gif" => "image/jpeg",
        _ => encoded_as(media_type),
    }
}

/// The name of a picture with the ending of its new media type.
pub fn named_as(name: &str, media_type: &str) -> String {
    let (fits, new): (&[&str], &str) = match media_type {
        "image/jpeg" => (&["jpg", "jpeg", "jpe", "jfif"], "jpg"),
        _ => (&["png"], "png"),
    };
    match ending(name) {
        Some(ending) if fits.iter().any(|fit| ending.eq_ignore_ascii_case(fit)) => name.to_owned(),
        Some(ending) if ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)) => {
            format!("{}.{new}", &name[..name.len() - ending.len() - 1])
        }
        _ => format!("{}.{new}", if name.is_empty() { "picture" } else { name }),
    }
}

fn ending(name: &str) -> Option<&str> {
    name.rsplit_once('.').filter(|(start, _)| !start.is_empty()).map(|(_, ending)| ending)
}

/// What the first bytes of a file tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The media type, where it is one that is known here.
    pub media_type: Option<&'static str>,
    /// Width and height, where they stand there; as stored, not yet upright.
    pub size: Option<(u32, u32)>,
}

/// Looks at the first bytes of a file. It saves decoding what is too big: a file of a few kilobytes can claim a picture of
/// gigabytes.
pub fn look(bytes: &[u8]) -> Look {
    let (media_type, size) = if bytes.starts_with(b"\xff\xd8") {
        ("image/jpeg", jpeg(bytes))
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        // IHDR comes first (PNG, 5.6).
        ("image/png", big(bytes, 16, 4).zip(big(bytes, 20, 4)))
    } else if bytes.starts_with(b"GIF8") {
        ("image/gif", little(bytes, 6, 2).zip(little(bytes, 8, 2)))
    } else if bytes.starts_with(b"RIFF") && has(bytes, 8, b"WEBP") {
        ("image/webp", webp(bytes))
    } else if has(bytes, 4, b"ftyp") && HEIC.iter().any(|brand| has(bytes, 8, brand)) {
        ("image/heic", None)
    } else {
        return Look::default();
    };
    Look { media_type: Some(media_type), size }
}

/// Whether a file is an animation, as far as its first bytes tell. Of one that is encoded anew only the first picture is left.
pub fn is_animated(bytes: &[u8]) -> bool {
    match look(bytes).media_type {
        Some("image/gif") => gif_pictures(bytes) > 1,
        // The flag of the extended header (RFC 9649, 2.7.1).
        Some("image/webp") => has(bytes, 12, b"VP8X") && bytes.get(20).is_some_and(|flags| flags & 2 != 0),
        _ => false,
    }
}

/// How many pictures a GIF has, up to two (GIF89a, 17 to 27).
fn gif_pictures(bytes: &[u8]) -> usize {
    let mut pictures = 0;
    // The first block comes after the screen's descriptor and its colours.
    let mut at = 13 + colours(bytes, 10);
    while pictures < 2 {
        at = match bytes.get(at) {
            Some(0x21) => at + 2,
            Some(0x2c) => {
                pictures += 1;
                at + 11 + colours(bytes, at + 9)
            }
            _ => break,
        };
        // Parts, each after its length; an empty one is the last.
        while let Some(length) = bytes.get(at).filter(|length| **length > 0) {
            at += 1 + usize::from(*length);
        }
        at += 1;
    }
    pictures
}

/// The bytes of the table of colours that these flags of a GIF announce.
fn colours(bytes: &[u8], flags: usize) -> usize {
    bytes.get(flags).filter(|flags| *flags & 0x80 != 0).map_or(0, |flags| 3_usize << ((flags & 7) + 1))
}

/// Brands of ISO 23008-12.
const HEIC: [&[u8]; 5] = [b"heic", b"heix", b"heim", b"mif1", b"msf1"];

/// Walks over the segments up to the frame header (ITU T.81, B.1 and B.2.2).
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        match *bytes.get(at + 1)? {
            // Fill bytes, and markers without a segment.
            0xff => at += 1,
            0x01 | 0xd0..=0xd7 => at += 2,
            // The scan, or the end, without a frame header before it.
            0xd8..=0xda => return None,
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => return big(bytes, at + 7, 2).zip(big(bytes, at + 5, 2)),
            _ => at += 2 + big(bytes, at + 2, 2)? as usize,
        }
    }
}

/// The three shapes of a WebP file (RFC 9649, 2.5 to 2.7).
fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    match bytes.get(12..16)? {
        b"VP8X" => Some((little(bytes, 24, 3)? + 1, little(bytes, 27, 3)? + 1)),
        b"VP8L" => {
            let packed = little(bytes, 21, 4)?;
            Some(((packed & 0x3fff) + 1, ((packed >> 14) & 0x3fff) + 1))
        }
        b"VP8 " => Some((little(bytes, 26, 2)? & 0x3fff, little(bytes, 28, 2)? & 0x3fff)),
        _ => None,
    }
}

fn has(bytes: &[u8], at: usize, word: &[u8]) -> bool {
    bytes.get(at..).is_some_and(|rest| rest.starts_with(word))
}

fn big(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    Some(bytes.get(at..at + length)?.iter().fold(0, |number, byte| (number << 8) | u32::from(*byte)))
}

fn little(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    Some(bytes.get(at..at + length)?.iter().rev().fold(0, |number, byte| (number << 8) | u32::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pictures_are_told_by_type_and_by_name() {
        for (media_type, name) in
            [("image/png", ""), ("IMAGE/JPEG", "a"), ("", "IMG_1.HEIC"), ("application/octet-stream", "a.dng")]
        {
            assert!(is_picture(media_type, name), "{media_type} {name}");
        }
        for (media_type, name) in [("application/pdf", "a.pdf"), ("image/svg+xml", "a.svg"), ("", "png"), ("", ".png"), ("", "")]
        {
            assert!(!is_picture(media_type, name), "{media_type} {name}");
        }
    }

    #[test]
    fn names_follow_the_new_type() {
        for (name, media_type, new) in [
            ("IMG_0042.JPG", "image/jpeg", "IMG_0042.JPG"),
            ("IMG_0042.HEIC", "image/jpeg", "IMG_0042.jpg"),
            ("a.b.webp", "image/png", "a.b.png"),
            ("facture.octobre", "image/png", "facture.octobre.png"),
            ("", "image/png", "picture.png"),
        ] {
            assert_eq!(named_as(name, media_type), new);
        }
    }

    #[test]
    fn photos_stay_photos_and_the_rest_keeps_each_pixel() {
        for (media_type, new) in [("image/heic", "image/jpeg"), ("image/webp", "image/png"), ("", "image/png")] {
            assert_eq!(encoded_as(media_type), new);
        }
        for (media_type, new) in [("image/webp", "image/jpeg"), ("image/gif", "image/jpeg"), ("image/png", "image/png")] {
            assert_eq!(opaque_as(media_type), new);
        }
    }

    #[test]
    fn animations_are_told_from_pictures() {
        // Two colours for all; an extension of one byte; a picture of two parts with two colours of its own.
        let start: &[u8] = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff\x21\xf9\x01\0\0";
        let picture: &[u8] = b"\x2c\0\0\0\0\x01\0\x01\0\x80\0\0\0\xff\xff\xff\x02\x01\x2c\x02\x44\x01\0";
        assert!(!is_animated(&[start, picture, b"\x3b"].concat()));
        assert!(is_animated(&[start, picture, b"\x21\xf9\x01\0\0", picture, b"\x3b"].concat()));
        assert!(!is_animated(&[start, picture].concat()[..30]));
        assert!(is_animated(b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0\0\0\0\0\0\0"));
        assert!(!is_animated(b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x10\0\0\0\0\0\0\0\0\0") && !is_animated(b"%PDF-1.7"));
    }

    #[test]
    fn type_and_size_are_read_from_the_first_bytes() {
        // A segment of six bytes, a fill byte, then the frame header: height before width.
        let jpeg: &[u8] = b"\xff\xd8\xff\xe1\0\x06Exif\xff\xff\xc2\0\x11\x08\x03\x20\x05\0\x03";
        for (media_type, bytes) in [
            ("image/jpeg", jpeg),
            ("image/png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x05\0\0\0\x03\x20\x08\x06"),
            ("image/gif", b"GIF89a\0\x05\x20\x03"),
            ("image/webp", b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\x04\0\x1f\x03\0"),
            ("image/webp", b"RIFF\0\0\0\0WEBPVP8L\x0a\0\0\0\x2f\xff\xc4\xc7\0"),
        ] {
            assert_eq!(look(bytes), Look { media_type: Some(media_type), size: Some((1280, 800)) });
        }
        let without = |media_type| Look { media_type: Some(media_type), size: None };
        assert_eq!(look(b"\xff\xd8\xff\xda\0\x02"), without("image/jpeg"));
        assert_eq!(look(b"\0\0\0\x18ftypheic\0\0"), without("image/heic"));
        assert_eq!(look(b"%PDF-1.7"), Look::default());
    }

    proptest! {
        #[test]
        fn any_bytes_are_looked_at_without_harm(start in 0_usize..5, rest in prop::collection::vec(any::<u8>(), 0..80)) {
            let starts: [&[u8]; 5] = [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF\0\0\0\0WEBPVP8 "];
            let bytes = [starts[start], &rest].concat();
            let _ = (look(&bytes), is_animated(&bytes));
        }
    }
}
