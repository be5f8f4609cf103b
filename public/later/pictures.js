// Works on pictures: upright, cropped, blacked out, scaled down, encoded anew. The app starts it as a worker, so that
// typing stays smooth; where a worker has no canvas, as a script of the page. What goes in and comes out is told in
// src/pictures/worker.rs. A canvas holds pixels alone: what a camera has written beside them does not come out again.

const ownThread = typeof document === "undefined";

function canvasOf(width, height) {
  if (ownThread) return new OffscreenCanvas(width, height);
  return Object.assign(document.createElement("canvas"), { width, height });
}

function contextOf(canvas) {
  const context = canvas.getContext("2d");
  if (!context) throw ownThread ? "no-canvas" : "failed";
  context.imageSmoothingQuality = "high";
  return context;
}

async function bitmapOf(job) {
  if (job.bitmap) return job.bitmap;
  const file = new Blob([job.bytes], { type: job.source });
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch (error) {
    // Older browsers do not know the word, and turn pictures upright by themselves.
    if (error instanceof TypeError) return createImageBitmap(file);
    throw error;
  }
}

/** Draws a part of a picture at another size, by halves: in one step, fine lines and small letters would get lost. */
function drawn(picture, part, width, height) {
  let source = picture;
  let { left, top, width: w, height: h } = part;
  while (true) {
    const last = w < 2 * width && h < 2 * height;
    const [nextW, nextH] = last ? [width, height] : [Math.max(width, w >> 1), Math.max(height, h >> 1)];
    const canvas = canvasOf(nextW, nextH);
    contextOf(canvas).drawImage(source, left, top, w, h, 0, 0, nextW, nextH);
    if (last) return canvas;
    [source, left, top, w, h] = [canvas, 0, 0, nextW, nextH];
  }
}

/** Black goes into the pixels after scaling: at the edges nothing shines through. */
function blackOut(canvas, part, black) {
  const [x, y] = [canvas.width / part.width, canvas.height / part.height];
  const context = contextOf(canvas);
  context.fillStyle = "#000";
  for (const area of black) {
    const [left, top] = [Math.floor((area.left - part.left) * x), Math.floor((area.top - part.top) * y)];
    const right = Math.ceil((area.left + area.width - part.left) * x);
    const bottom = Math.ceil((area.top + area.height - part.top) * y);
    context.fillRect(left, top, right - left, bottom - top);
  }
}

/** Whether nothing shows through. Strip by strip: all pixels at once may be more than there is room for. */
function isOpaque(canvas) {
  const { width, height } = canvas;
  const context = contextOf(canvas);
  const rows = Math.max(1, Math.floor(2 ** 20 / width));
  for (let top = 0; top < height; top += rows) {
    const { data } = context.getImageData(0, top, width, Math.min(rows, height - top));
    for (let at = 3; at < data.length; at += 4) if (data[at] < 255) return false;
  }
  return true;
}

function encoded(canvas, type) {
  if (canvas.convertToBlob) return canvas.convertToBlob({ type, quality: 0.9 });
  return new Promise((done) => canvas.toBlob(done, type, 0.9));
}

async function made(job) {
  if (ownThread && typeof OffscreenCanvas !== "function") return { fault: "no-canvas" };
  let bitmap;
  try {
    bitmap = await bitmapOf(job);
  } catch {
    return { fault: "unreadable" };
  }
  try {
    if (bitmap.width * bitmap.height > job.pixels) return { fault: "too-big" };
    const part = job.crop ?? { left: 0, top: 0, width: bitmap.width, height: bitmap.height };
    // 0 stands for "as large as it is".
    const scale = job.longest ? Math.min(1, job.longest / Math.max(part.width, part.height)) : 1;
    const size = (length) => Math.max(1, Math.round(length * scale));
    const canvas = drawn(bitmap, part, size(part.width), size(part.height));
    blackOut(canvas, part, job.black);
    const file = await encoded(canvas, job.opaque !== job.type && isOpaque(canvas) ? job.opaque : job.type);
    const bytes = await file.arrayBuffer();
    const { width, height } = canvas;
    return { bytes, type: file.type, width, height, fromWidth: part.width, fromHeight: part.height };
  } catch (error) {
    return { fault: error === "no-canvas" ? error : "failed" };
  } finally {
    bitmap.close();
  }
}

if (ownThread) {
  addEventListener("message", async ({ data }) => {
    const answer = await made(data);
    postMessage({ ...answer, number: data.number }, answer.bytes ? [answer.bytes] : []);
  });
} else {
  globalThis.recoursePictures = made;
}
