/** A square matrix that grows by a row and a column at its end and shrinks by any: storage for the system of the free assets. */

export class GrowingMatrix {
  order = 0;
  data = new Float64Array(0);
  /** Distance of neighbouring rows in `data`, at least `order`. */
  stride = 0;

  /** Makes room for one more row and column; their elements are whatever was there. */
  grow(): void {
    this.order += 1;
    if (this.order <= this.stride) return;
    const stride = Math.max(32, 2 * this.order);
    const grown = new Float64Array(stride * stride);
    for (let row = 0; row < this.order - 1; row += 1) {
      grown.set(this.data.subarray(row * this.stride, row * this.stride + this.order - 1), row * stride);
    }
    this.data = grown;
    this.stride = stride;
  }

  /** Drops a row and the column of the same index; the last ones take their place. */
  drop(index: number): void {
    const { data, stride } = this;
    const last = this.order - 1;
    if (index !== last) {
      for (let j = 0; j <= last; j += 1) data[index * stride + j] = data[last * stride + j];
      for (let i = 0; i <= last; i += 1) data[i * stride + index] = data[i * stride + last];
    }
    this.order = last;
  }

  /** Puts row and column `from[i]` at i. */
  reorder(from: readonly number[]): void {
    const { data, stride, order } = this;
    const ordered = new Float64Array(data.length);
    for (let i = 0; i < order; i += 1) {
      for (let j = 0; j < order; j += 1) ordered[i * stride + j] = data[from[i] * stride + from[j]];
    }
    this.data = ordered;
  }

  multiply(vector: Float64Array): Float64Array {
    const { data, stride, order } = this;
    const product = new Float64Array(order);
    for (let i = 0; i < order; i += 1) {
      const start = i * stride;
      let total = 0;
      for (let j = 0; j < order; j += 1) total += data[start + j] * vector[j];
      product[i] = total;
    }
    return product;
  }
}
