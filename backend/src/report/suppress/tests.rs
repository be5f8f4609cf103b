use super::suppressed;
use proptest::prelude::*;
use std::collections::BTreeSet;

type Shown = Vec<Vec<Option<u32>>>;

fn missing(shown: &Shown) -> Vec<(usize, usize)> {
    let cells = shown.iter().enumerate().flat_map(|(row, cells)| cells.iter().enumerate().map(move |cell| (row, cell)));
    cells.filter(|(_, (_, count))| count.is_none()).map(|(row, (column, _))| (row, column)).collect()
}

/// What the missing cells of each row and each column add up to.
fn left(counts: &[Vec<u32>], shown: &Shown) -> (Vec<u32>, Vec<u32>) {
    let (mut rows, mut columns) = (vec![0; counts.len()], vec![0; counts[0].len()]);
    for (row, column) in missing(shown) {
        rows[row] += counts[row][column];
        columns[column] += counts[row][column];
    }
    (rows, columns)
}

/// Every value that each missing cell has in some filling with the same sums: each filling is tried.
fn values(counts: &[Vec<u32>], shown: &Shown) -> Vec<BTreeSet<u32>> {
    fn fill(cells: &[(usize, usize)], rows: &mut [u32], columns: &mut [u32], so_far: &mut Vec<u32>, found: &mut [BTreeSet<u32>]) {
        let Some((row, column)) = cells.get(so_far.len()).copied() else {
            if rows.iter().chain(columns.iter()).all(|rest| *rest == 0) {
                so_far.iter().zip(found).for_each(|(value, found)| _ = found.insert(*value));
            }
            return;
        };
        for value in 0..=rows[row].min(columns[column]) {
            rows[row] -= value;
            columns[column] -= value;
            so_far.push(value);
            fill(cells, rows, columns, so_far, found);
            so_far.pop();
            rows[row] += value;
            columns[column] += value;
        }
    }
    let cells = missing(shown);
    let (mut rows, mut columns) = left(counts, shown);
    let mut found = vec![BTreeSet::new(); cells.len()];
    fill(&cells, &mut rows, &mut columns, &mut Vec::new(), &mut found);
    found
}

/// Whether the sums fix a missing cell by linear algebra alone: its unit vector is in the span of the equations. The matrix is
/// totally unimodular, so that whole numbers are enough and remain -1, 0 and 1.
fn is_solved(shown: &Shown, cell: usize) -> bool {
    let cells = missing(shown);
    let (rows, columns) = (shown.len(), shown[0].len());
    let of_row = |row: usize| cells.iter().map(|at| i64::from(at.0 == row)).collect::<Vec<_>>();
    let of_column = |column: usize| cells.iter().map(|at| i64::from(at.1 == column)).collect::<Vec<_>>();
    let mut equations: Vec<Vec<i64>> = (0..rows).map(of_row).chain((0..columns).map(of_column)).collect();
    let rank = rank(equations.clone());
    equations.push((0..cells.len()).map(|at| i64::from(at == cell)).collect());
    self::rank(equations) == rank
}

fn rank(mut rows: Vec<Vec<i64>>) -> usize {
    let width = rows.first().map_or(0, Vec::len);
    let mut rank = 0;
    for column in 0..width {
        let Some(pivot) = (rank..rows.len()).find(|row| rows[*row][column] != 0) else { continue };
        rows.swap(rank, pivot);
        let lead = rows[rank].clone();
        for row in rows.iter_mut().skip(rank + 1).filter(|row| row[column] != 0) {
            let (times, by) = (lead[column], row[column]);
            row.iter_mut().zip(&lead).for_each(|(value, lead)| *value = *value * times - lead * by);
        }
        rank += 1;
    }
    rank
}

fn check(counts: &[Vec<u32>], threshold: u32) -> Shown {
    let shown = suppressed(counts, threshold).expect("this table can be shown");
    for (row, cells) in shown.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let count = counts[row][column];
            assert!(cell.is_none_or(|shown| shown == count && (count == 0 || count >= threshold)), "{counts:?}: {shown:?}");
        }
        assert_ne!(cells.iter().filter(|cell| cell.is_none()).count(), 1, "the sum of row {row} gives it back: {shown:?}");
    }
    for column in 0..counts[0].len() {
        let gone = shown.iter().filter(|row| row[column].is_none()).count();
        assert_ne!(gone, 1, "the sum of column {column} gives it back: {shown:?}");
    }
    (0..missing(&shown).len()).for_each(|cell| assert!(!is_solved(&shown, cell), "{counts:?}: {shown:?}"));
    shown
}

#[test]
fn large_counts_and_zeros_stay() {
    let counts = [vec![5, 0, 12], vec![0, 7, 9]];
    assert_eq!(check(&counts, 5), [[Some(5), Some(0), Some(12)], [Some(0), Some(7), Some(9)]]);
}

#[test]
fn a_small_count_takes_three_others_with_it() {
    let counts = [vec![2, 40, 30], vec![20, 10, 50], vec![60, 70, 80]];
    let shown = check(&counts, 5);
    assert_eq!(missing(&shown), [(0, 0), (0, 1), (1, 0), (1, 1)], "the cheapest");
}

#[test]
fn a_row_with_one_kind_alone_is_hidden_by_its_zeros() {
    // Three complaints, all upheld: shown zeros would give them back.
    let shown = check(&[vec![3, 0, 0], vec![20, 30, 40]], 5);
    assert!(shown[0][0].is_none() && missing(&shown).len() == 4);
}

#[test]
fn what_the_sums_alone_tell_makes_no_table() {
    assert_eq!(suppressed(&[vec![3, 9, 12]], 5), None, "one row is its columns");
    assert_eq!(suppressed(&[vec![3, 9], vec![0, 0]], 5), None, "likewise");
    assert_eq!(suppressed(&[], 5), Some(vec![]));
    assert_eq!(suppressed(&[vec![9, 9]], 5), Some(vec![vec![Some(9), Some(9)]]));
}

#[test]
fn without_a_threshold_everything_is_shown() {
    assert_eq!(suppressed(&[vec![1, 2], vec![3, 0]], 1).map(|shown| missing(&shown)), Some(vec![]));
}

/// Every filling with the same sums is tried: each missing cell has more than one value.
#[test]
fn in_every_small_table_no_missing_cell_is_fixed() {
    let mut tables = 0;
    for code in 0..4_u32.pow(6) {
        let digit = |place: u32| [0, 1, 2, 4][(code / 4_u32.pow(place) % 4) as usize];
        let counts = [vec![digit(0), digit(1), digit(2)], vec![digit(3), digit(4), digit(5)]];
        let Some(shown) = suppressed(&counts, 3) else { continue };
        tables += 1;
        for found in values(&counts, &shown) {
            assert!(found.len() > 1, "{counts:?} is shown as {shown:?}: one is {found:?}");
        }
    }
    assert!(tables > 3_000, "{tables}");
}

proptest! {
    #[test]
    fn no_missing_cell_is_fixed_by_sums_from_zero(
        counts in (2..=3_usize, 2..=4_usize)
            .prop_flat_map(|(rows, columns)| prop::collection::vec(prop::collection::vec(0..7_u32, columns), rows)),
    ) {
        if let Some(shown) = suppressed(&counts, 3) {
            for found in values(&counts, &shown) {
                prop_assert!(found.len() > 1, "{counts:?} is shown as {shown:?}");
            }
        }
    }

    #[test]
    fn no_missing_cell_of_a_large_table_is_solved(
        counts in (2..=7_usize, 2..=6_usize)
            .prop_flat_map(|(rows, columns)| prop::collection::vec(prop::collection::vec(prop_oneof![Just(0_u32), 0..9_u32, 5..80_u32], columns), rows)),
    ) {
        if suppressed(&counts, 5).is_some() {
            check(&counts, 5);
        }
    }
}
