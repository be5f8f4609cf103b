//! A rectangle of whole pixels.

/// A rectangle of whole pixels, counted from the upper left corner of the picture. It is never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// The first column.
    pub left: u32,
    /// The first row.
    pub top: u32,
    /// How many columns.
    pub width: u32,
    /// How many rows.
    pub height: u32,
}

impl Area {
    /// All of a picture.
    pub fn whole((width, height): (u32, u32)) -> Self {
        Self { left: 0, top: 0, width: width.max(1), height: height.max(1) }
    }

    /// The smallest rectangle with both pixels in it.
    pub fn between(a: (u32, u32), b: (u32, u32)) -> Self {
        let (left, top) = (a.0.min(b.0), a.1.min(b.1));
        Self { left, top, width: a.0.max(b.0) - left + 1, height: a.1.max(b.1) - top + 1 }
    }

    /// The rectangle in the middle of this one, with half its sides: where the keyboard begins.
    #[must_use]
    pub fn middle(self) -> Self {
        let (width, height) = ((self.width / 2).max(1), (self.height / 2).max(1));
        Self { left: self.left + (self.width - width) / 2, top: self.top + (self.height - height) / 2, width, height }
    }

    /// What both have in common; nothing when they lie apart.
    pub fn common(self, other: Self) -> Option<Self> {
        let (left, width) = overlap((self.left, self.width), (other.left, other.width))?;
        let (top, height) = overlap((self.top, self.height), (other.top, other.height))?;
        Some(Self { left, top, width, height })
    }

    /// Whether all of the other lies in this one.
    pub fn holds(self, other: Self) -> bool {
        self.common(other) == Some(other)
    }

    /// The same, counted from the corner of a rectangle that holds it.
    #[must_use]
    pub fn within(self, frame: Self) -> Self {
        Self { left: self.left.saturating_sub(frame.left), top: self.top.saturating_sub(frame.top), ..self }
    }
}

/// What two stretches, each a start and a length, have in common.
fn overlap(a: (u32, u32), b: (u32, u32)) -> Option<(u32, u32)> {
    let start = a.0.max(b.0);
    let end = (a.0 + a.1).min(b.0 + b.1);
    (start < end).then(|| (start, end - start))
}

#[cfg(test)]
mod tests {
    use super::Area;

    #[test]
    fn both_corners_belong_to_a_rectangle() {
        let area = Area::between((7, 2), (3, 2));
        assert_eq!(area, Area { left: 3, top: 2, width: 5, height: 1 });
        assert_eq!(Area::between((3, 2), (7, 2)), area);
    }

    #[test]
    fn what_lies_apart_has_nothing_in_common() {
        let (a, b) = (Area { left: 0, top: 0, width: 4, height: 4 }, Area { left: 4, top: 0, width: 4, height: 4 });
        assert_eq!(a.common(b), None);
        assert_eq!(a.common(Area { left: 2, ..b }), Some(Area { left: 2, top: 0, width: 2, height: 4 }));
        assert!(a.holds(a) && !a.holds(b));
        assert_eq!(Area::whole((9, 4)).middle(), Area { left: 2, top: 1, width: 4, height: 2 });
        assert_eq!(Area::whole((1, 1)).middle(), Area::whole((1, 1)));
    }
}
