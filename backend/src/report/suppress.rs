//! Leaves small counts out of a table so that they cannot be computed from the rest.
//!
//! The sums of all rows and columns are public. Whoever reads the table can therefore solve for what is missing: counts from 0,
//! with known sums. A cell is safe when another filling fits the same sums and differs there. Two fillings differ by closed
//! ways through the table that turn at each cell, adding 1 and taking 1 in turns; so each cell that is left out gets the
//! cheapest such way, and all of its cells are left out with it (complementary suppression).

/// A way through the table so far: what it costs, and from which node it came. Nodes are the columns, then the rows.
type Reached = Option<(u64, usize)>;

/// The table without the counts from 1 to below `threshold`, and without those by which they could be computed. Nothing when
/// the sums alone tell a small count, so that no table can hide it.
pub fn suppressed(counts: &[Vec<u32>], threshold: u32) -> Option<Vec<Vec<Option<u32>>>> {
    let mut hidden: Vec<Vec<bool>> = counts.iter().map(|row| vec![false; row.len()]).collect();
    let small = |count: u32| count > 0 && count < threshold;
    for (row, cells) in counts.iter().enumerate() {
        for (column, count) in cells.iter().enumerate() {
            // One that went along with another is safe already.
            if small(*count) && !hidden[row][column] {
                for (row, column) in way(counts, &hidden, threshold, (row, column))? {
                    hidden[row][column] = true;
                }
            }
        }
    }
    let shown = |(row, cells): (usize, &Vec<u32>)| {
        cells.iter().zip(&hidden[row]).map(|(count, is_hidden)| (!is_hidden).then_some(*count)).collect()
    };
    Some(counts.iter().enumerate().map(shown).collect())
}

/// The cells of the cheapest closed way through this one, itself among them.
fn way(counts: &[Vec<u32>], hidden: &[Vec<bool>], threshold: u32, cell: (usize, usize)) -> Option<Vec<(usize, usize)>> {
    [true, false]
        .into_iter()
        .filter_map(|adds| cheapest(counts, hidden, threshold, cell, adds))
        .min_by_key(|(cost, _)| *cost)
        .map(|(_, cells)| cells)
}

/// The same when the cell gains 1 (`adds`), or loses it. From its column to its row: the steps into a row change a cell the
/// other way, the steps into a column as this cell is changed. Nothing can be taken from 0.
fn cheapest(
    counts: &[Vec<u32>],
    hidden: &[Vec<bool>],
    threshold: u32,
    (row, column): (usize, usize),
    adds: bool,
) -> Option<(u64, Vec<(usize, usize)>)> {
    let columns = counts.first()?.len();
    let nodes = columns + counts.len();
    let cost = |row: usize, column: usize| match (hidden[row][column], counts[row][column]) {
        (true, _) => 0,
        // What is small has to go anyway.
        (false, count) if count > 0 && count < threshold => 1,
        (false, count) => 2 + u64::from(count),
    };
    let mut reached: Vec<Reached> = vec![None; nodes];
    let mut done = vec![false; nodes];
    reached[column] = Some((0, column));
    // Dijkstra's algorithm; a table has a few dozen nodes.
    while let Some((node, so_far)) = nearest(&reached, &done) {
        done[node] = true;
        let others = if node < columns { columns..nodes } else { 0..columns };
        for other in others {
            let (at_row, at_column) = if node < columns { (other - columns, node) } else { (node - columns, other) };
            let gains = if node < columns { !adds } else { adds };
            if (at_row, at_column) == (row, column) || !(gains || counts[at_row][at_column] > 0) {
                continue;
            }
            let total = so_far + cost(at_row, at_column);
            if reached[other].is_none_or(|(known, _)| total < known) {
                reached[other] = Some((total, node));
            }
        }
    }
    if !adds && counts[row][column] == 0 {
        return None;
    }
    let (total, _) = reached[columns + row]?;
    let mut cells = vec![(row, column)];
    let mut node = columns + row;
    while node != column {
        let (_, before) = reached[node]?;
        cells.push(if node < columns { (before - columns, node) } else { (node - columns, before) });
        node = before;
    }
    Some((total, cells))
}

/// The cheapest node that is reached and not done.
fn nearest(reached: &[Reached], done: &[bool]) -> Option<(usize, u64)> {
    let open = reached.iter().zip(done).enumerate().filter(|(_, (_, is_done))| !**is_done);
    open.filter_map(|(node, (reached, _))| reached.map(|(cost, _)| (node, cost))).min_by_key(|(_, cost)| *cost)
}

#[cfg(test)]
mod tests;
